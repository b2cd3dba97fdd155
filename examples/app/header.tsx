import type { Session } from './use-session'

interface HeaderProps {
  readonly session: Session
  onSignIn(viewer: string): void
  onSignOut(): void
}

export function Header({ session: { viewer, viewers }, onSignIn, onSignOut }: HeaderProps) {
  return (
    <header>
      <h1>
        <Logo />
        <span>
          Small Wheels <small>Partner portal</small>
        </span>
      </h1>
      <fieldset className="people">
        <legend>Signed in as</legend>
        {viewers.map(({ id, name, sees }) => (
          <button key={id} type="button" aria-pressed={id === viewer?.id} onClick={() => onSignIn(id)}>
            <b>{name}</b>
            <span>{sees}</span>
          </button>
        ))}
      </fieldset>
      <button type="button" className="sign-out" disabled={!viewer} onClick={onSignOut}>
        Sign out
      </button>
    </header>
  )
}

function Logo() {
  return (
    <svg viewBox="0 0 32 32" width="28" height="28" aria-hidden="true">
      <rect width="32" height="32" rx="8" fill="var(--accent)" />
      <circle cx="16" cy="16" r="9" fill="none" stroke="var(--on-accent)" strokeWidth="3.5" />
      <circle cx="16" cy="16" r="2.6" fill="var(--on-accent)" />
    </svg>
  )
}
