/** A rule about wording, with the phrases that break it. */
export interface TextRule {
  readonly name: string
  readonly pattern: RegExp
  /** What to write instead. */
  readonly advice: string
}

/** The rules of CONTRIBUTING that a pattern can find. Questions ("What does it cost?") do not break them. */
export const TEXT_RULES: readonly TextRule[] = [
  {
    name: 'who or what as the subject',
    pattern:
      /(?:^|[.;:] |\b(?:and|but|for|of|that|because) )(?:[Ww]hoever|[Ww]hatever|[Ww]ho|[Ww]hat) (?:is|was|are|has|had|may|might|can|cannot|could|does|did|will|would|goes|comes|came|leaves|left|asks|asked|works|signs|sees|begins|began|others|makes|fails|stands|looks|reads|uses|needs|wants|opened|lies|counts|holds|gets)\b(?![^.]*\?)|\b(?:for|of|to|by|with|from|but|and) who(?:ever)? /g,
    advice: 'Name the actor: the viewer, the app, the token route, Superset, the caller.',
  },
  {
    name: 'a thing that speaks or listens',
    pattern:
      /\b(?:says|tells|told|hears|heard)\b|\b(?:is|are|was|were|be) said\b|\bsaid (?:so|to|of|by|nothing)\b/g,
    advice: 'Write returns, reports, requests, sets, contains or receives.',
  },
  {
    name: 'a negated noun',
    pattern:
      /\b(?:is|are|was|were|knows?|takes?|finds?) (?:no|none|nobody|nothing)\b(?! (?:longer|more than))|\b[Ww]here there (?:is|are) none\b|\b[Nn]obody(?:'s)? (?!is signed)/g,
    advice: 'Negate the verb: "is not a token", "does not match".',
  },
  {
    name: '"one" in place of a noun',
    pattern:
      /\b(?:that|such|the first|the last|the other|a newer|a new|an old) ones?\b(?! (?:of|or|day|time))|\bone that\b|\bthose (?:that|who)\b/gi,
    advice: 'Repeat the noun.',
  },
  {
    name: 'an archaic connective',
    pattern:
      /\b(?:lest|hence|whence|thereof|but for|for want of|at the price of|anew|whereof|therein)\b|\balone(?=[.,;:)]|$)|\b[a-z]+s? of its own(?=[.,;:])/g,
    advice: 'Write because, except, only, again, or "so that … not".',
  },
]
