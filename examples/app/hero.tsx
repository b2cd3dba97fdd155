import { GuestpassProvider } from 'guestpass'
import { Headline } from './headline'
import { Logo } from './logo'
import type { Session } from './use-session'

interface HeroProps {
  readonly session: Session
  onSignIn(viewer: string): void
  onSignOut(): void
}

export function Hero({ session: { viewer, viewers, isOver }, onSignIn, onSignOut }: HeroProps) {
  return (
    <header className="hero">
      <div className="title">
        <p className="brand">
          <Logo /> guestpass
        </p>
        <h1>Dashboards that stay on screen</h1>
      </div>
      {viewer && (
        <GuestpassProvider viewer={viewer.id}>
          <Headline viewer={viewer} isOver={isOver} />
        </GuestpassProvider>
      )}
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
