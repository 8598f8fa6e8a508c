export function AftermathScreen() { return null; }
