import type { Session } from './use-session'

interface HeroProps {
  readonly session: Session
  onSignIn(viewer: string): void
  onSignOut(): void
}

export function Hero({ session: { viewer, viewers }, onSignIn, onSignOut }: HeroProps) {
  return (
    <header className="hero">
      <p className="brand">
        <Logo /> guestpass
      </p>
      <h1>Dashboards that stay on screen</h1>
      <p className="lead">
        A Superset dashboard inside your own app. Everybody sees their own rows, and the access behind it
        renews itself for as long as somebody looks.
      </p>
      <div className="people-row">
        <fieldset className="people">
          <legend>Look at it as</legend>
          {viewers.map(({ id, name, sees }) => (
            <button key={id} type="button" aria-pressed={id === viewer?.id} onClick={() => onSignIn(id)}>
              <b>{name}</b>
              <span>{sees}</span>
            </button>
          ))}
        </fieldset>
        <button type="button" className="link" disabled={!viewer} onClick={onSignOut}>
          Sign out
        </button>
      </div>
    </header>
  )
}

function Logo() {
  return (
    <svg viewBox="0 0 32 32" width="26" height="26" aria-hidden="true">
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
