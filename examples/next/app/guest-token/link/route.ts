// The page that hands links in a dashboard to the app. It needs no session and no secret.
export { answerLink as GET } from 'guestpass/server'
