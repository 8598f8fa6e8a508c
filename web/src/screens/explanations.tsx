export function ExplanationsScreen() { return null; }
