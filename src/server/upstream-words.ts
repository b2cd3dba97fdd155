/**
 * Words of the messages with which PyJWT, Flask-JWT-Extended, Flask-AppBuilder, Flask-WTF, marshmallow, Superset, Preset
 * and gateways refuse a request. They describe requests and tokens. A value of a rule is not among them by chance.
 */
const TEXT = `
  a about above access account action after again algorithm all allow allowed already also an and any api are argument
  arguments as at attempts audience auth authenticate authenticated authentication authorisation authorization authorized
  available bad be because been before bearer blocked body but by call callable called cannot character characters
  check claim claims client configuration configured contain contained contains content cookie cookies could credential
  credentials crypto csrf custom dashboard dashboards data database dataset datasets date decode decoded denied
  deprecated deserialize detail did disabled do does doesn't don't double duplicate each embed embedded embeddable
  embeddables embedding empty enabled encoding encrypted endpoint enough entity environment error errors exceeded exist
  existing exists expected expecting expired expires extra failed failure feature field fields for forbidden form format
  found fresh from generic granted grant guest has hash have header headers hook host id identity if iat iss in inactive
  incorrect insufficient integer internal into invalid is issued issuer it json jwt key keys kid large later length
  limit line list locked logged login malformed match matches maximum may message method mint minimum missing must
  name nbf need needs new no non-refresh nonce not null number object occurred of on only option or origin out padding
  page parameter parameters parse passed password path payload permission permissions permitted please policy port
  positive present process proper protected provide provided provider public published referer referrer refresh
  region rejected required request requests resource resources response retry revoked rls role roles route rule rules
  saved schema scope secret security segment segments send sent server service session set should sign signature
  signed signing specified state status string sub subject submit such super superset supported support system team
  template temporarily than that the there this time timestamp to token tokens too too-many try two type unable
  unauthenticated unauthorised unauthorized unavailable unexpected unknown unprocessable unsupported update upgrade
  uri url use used user username users using valid validate validated validation validator value values verification
  verified verify version was were when which while will with without workspace workspaces wrong yet you your
  alg aud can_grant_guest_token can_read embeddeddashboard embeddeddashboards exp
`

export const UPSTREAM_WORDS: ReadonlySet<string> = new Set(TEXT.trim().split(/\s+/))
