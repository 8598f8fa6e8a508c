import type { Page, Surrogate } from "../page";

/** Shares of the outcomes that the quick fit gives, by outcome name. */
export type Shares = Record<string, number>;

/** Evaluate the multinomial logit of the page: softmax of coefficients times products of inputs. */
export function evaluate(fit: Surrogate, inputs: number[]): Shares {
  const z = inputs.map((value, index) => {
    const held = Math.min(fit.high[index]!, Math.max(fit.low[index]!, value));
    return (held - fit.mean[index]!) / fit.scale[index]!;
  });
  const terms = fit.terms.map((at) => at.reduce((product, index) => product * z[index]!, 1));
  const scores = fit.coefficients.map((row) =>
    row.reduce((sum, coefficient, index) => sum + coefficient * terms[index]!, 0),
  );
  const top = Math.max(...scores);
  const weights = scores.map((score) => Math.exp(score - top));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return Object.fromEntries(fit.classes.map((name, index) => [name, weights[index]! / total]));
}

/** Whether the quick fit knows every parameter that is set; a preset outside of it has no preview. */
export function covers(fit: Surrogate | null, set: Record<string, number>): boolean {
  return fit !== null && Object.keys(set).every((path) => fit.inputs.includes(path));
}

/**
 * Preview with these settings; what is not set stands at its baseline. Null where the fit does not
 * know a parameter, so that no guess is shown for what was never fitted.
 */
export function preview(page: Page, set: Record<string, number>): Shares | null {
  const fit = page.surrogate;
  if (!fit || !covers(fit, set)) return null;
  const baseline = fit.inputs.map(
    (path, index) =>
      page.inputs.sliders.find((slider) => slider.path === path)?.baseline ?? fit.mean[index]!,
  );
  return evaluate(
    fit,
    fit.inputs.map((path, index) => set[path] ?? baseline[index]!),
  );
}
