// A chart as a file that stands alone: styles become attributes, and title, legend and origin are
// written around it, because a picture travels without its page.

const STYLES = [
  "fill", "fill-opacity", "stroke", "stroke-width", "stroke-opacity", "stroke-dasharray",
  "stroke-linejoin", "stroke-linecap", "opacity", "font-size", "font-weight", "font-style",
  "text-anchor", "dominant-baseline", "paint-order", "visibility",
];
const FONT = "system-ui, 'Segoe UI', 'Noto Sans', 'DejaVu Sans', sans-serif";
const SPACE = "http://www.w3.org/2000/svg";
const MARGIN = 16;

export interface Words {
  title: string;
  note: string;
  origin: string;
  legend: { color: string; label: string }[];
}

export function standalone(chart: SVGSVGElement, words: Words): string {
  const width = chart.clientWidth || Number(chart.getAttribute("width"));
  const height = chart.clientHeight || Number(chart.getAttribute("height"));
  const copy = styled(chart) as SVGSVGElement;
  const root = document.createElementNS(SPACE, "svg");
  const total = width + 2 * MARGIN;
  let y = MARGIN + 8;
  const line = (text: string, size: number, weight = "400", fill = "#16262f") => {
    for (const part of wrap(text, total - 2 * MARGIN, size)) {
      y += size * 1.3;
      root.append(label(part, MARGIN, y - size * 0.3, size, weight, fill));
    }
  };
  line(words.title, 16, "600");
  if (words.note) line(words.note, 12, "400", "#53636e");
  y = legend(root, words.legend, y + 6, total);
  copy.setAttribute("x", String(MARGIN));
  copy.setAttribute("y", String(y + 6));
  copy.setAttribute("width", String(width));
  copy.setAttribute("height", String(height));
  root.append(copy);
  y += height + 14;
  line(words.origin, 10, "400", "#53636e");
  const bottom = y + MARGIN;
  root.setAttribute("xmlns", SPACE);
  root.setAttribute("width", String(total));
  root.setAttribute("height", String(bottom));
  root.setAttribute("viewBox", `0 0 ${total} ${bottom}`);
  root.setAttribute("font-family", FONT);
  const paper = document.createElementNS(SPACE, "rect");
  paper.setAttribute("width", String(total));
  paper.setAttribute("height", String(bottom));
  paper.setAttribute("fill", "#ffffff");
  root.prepend(paper);
  return new XMLSerializer().serializeToString(root);
}

export async function png(svg: string, factor = 2): Promise<Blob> {
  const image = new Image();
  const address = URL.createObjectURL(new Blob([svg], { type: "image/svg+xml" }));
  try {
    image.src = address;
    await image.decode();
    const canvas = document.createElement("canvas");
    canvas.width = image.width * factor;
    canvas.height = image.height * factor;
    canvas.getContext("2d")!.drawImage(image, 0, 0, canvas.width, canvas.height);
    return await new Promise((resolve, reject) =>
      canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error("No picture was made.")))),
    );
  } finally {
    URL.revokeObjectURL(address);
  }
}

function styled(node: Element): Element {
  const copy = node.cloneNode(false) as Element;
  const computed = getComputedStyle(node);
  for (const name of STYLES) copy.setAttribute(name, computed.getPropertyValue(name));
  for (const name of ["class", "style", "tabindex", "role"]) copy.removeAttribute(name);
  node.childNodes.forEach((child) => {
    if (child instanceof Element) {
      if (!child.classList.contains("screen-only")) copy.append(styled(child));
    } else copy.append(child.cloneNode());
  });
  return copy;
}

function legend(root: Element, items: Words["legend"], top: number, width: number): number {
  let [x, y] = [MARGIN, top];
  for (const item of items) {
    const room = item.label.length * 6.4 + 32;
    if (x + room > width - MARGIN && x > MARGIN) [x, y] = [MARGIN, y + 18];
    const mark = document.createElementNS(SPACE, "rect");
    for (const [name, value] of Object.entries({ x, y, width: 12, height: 12, fill: item.color }))
      mark.setAttribute(name, String(value));
    root.append(mark, label(item.label, x + 17, y + 10, 12, "400", "#16262f"));
    x += room;
  }
  return items.length ? y + 16 : y;
}

function label(text: string, x: number, y: number, size: number, weight: string, fill: string) {
  const node = document.createElementNS(SPACE, "text");
  for (const [name, value] of Object.entries({ x, y, "font-size": size, "font-weight": weight, fill }))
    node.setAttribute(name, String(value));
  node.textContent = text;
  return node;
}

function wrap(text: string, width: number, size: number): string[] {
  const lines: string[] = [];
  for (const word of text.split(" ")) {
    const last = lines.at(-1);
    if (last !== undefined && (last.length + word.length + 1) * size * 0.52 < width)
      lines[lines.length - 1] = `${last} ${word}`;
    else lines.push(word);
  }
  return lines;
}
