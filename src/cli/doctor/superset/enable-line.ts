/** The command to copy that allows an app's pages to show the dashboard. */
export function enableLine(dashboard: string, url: string, origin = 'https://app.example.com'): string {
  return `  npx guestpass enable ${dashboard} \\\n    --superset ${url} --allow ${origin}`
}
