export function ScenarioScreen() { return null; }
