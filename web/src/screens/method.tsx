export function MethodScreen() { return null; }
