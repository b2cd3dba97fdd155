/** The embed ids of the app's dashboards. `npx guestpass generate` writes such a file, with the names of their filters, tabs and charts. */
export const SALES = '5a1e5da5-0b0a-4d1e-8f0e-2f6f0d5b7b01'
