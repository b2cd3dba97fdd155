/**
 * What to do when Superset does not start a session for an access token, by Superset's own reason. The reasons are those of
 * PyJWT 2.15 and Flask-JWT-Extended 4.7.
 */
export function sessionHint(reason: string | undefined): string | undefined {
  return HINTS.find(([words]) => words.test(reason ?? ''))?.[1]
}

const HINTS: readonly (readonly [RegExp, string])[] = [
  [
    /subject must be a string/i,
    'PyJWT 2.10 and later refuse an access token whose subject is a number. Upgrade flask-appbuilder to 4.6.1 ' +
      '(Superset 6.0 has it), or set JWT_VERIFY_SUB = False in superset_config.py',
  ],
  [
    /signature verification failed|alg value is not allowed|algorithm/i,
    "another party signed this access token. Use an access token of Superset's own login, or give Superset the other " +
      "party's key (JWT_ALGORITHM and JWT_PUBLIC_KEY in superset_config.py)",
  ],
  [/expired/i, 'the access token has expired. Use a new token'],
  [
    /missing authorization header/i,
    'a proxy removed the header Authorization. Let the header through to Superset',
  ],
]
