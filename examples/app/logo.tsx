export function Logo() {
  return (
    <svg viewBox="0 0 32 32" width="24" height="24" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <path
        d="M7 12a2 2 0 0 1 2-2h14a2 2 0 0 1 2 2v1.6a2.4 2.4 0 0 0 0 4.8V20a2 2 0 0 1-2 2H9a2 2 0 0 1-2-2v-1.6a2.4 2.4 0 0 0 0-4.8z"
        fill="none"
        stroke="var(--on-accent)"
        strokeWidth="2"
      />
      <path d="m12.500 16 2.500 2.500 4.500-5" fill="none" stroke="var(--on-accent)" strokeWidth="2" />
    </svg>
  )
}
