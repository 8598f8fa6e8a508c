export function ClaimsScreen() { return null; }
