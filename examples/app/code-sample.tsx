interface CodeSampleProps {
  /** Of what it is the code. */
  readonly title: string
  /** The file that it is in. */
  readonly file: string
  readonly code: string
}

/** The code that draws what is above it: the text of the file itself. */
export function CodeSample({ title, file, code }: CodeSampleProps) {
  return (
    <figure className="code">
      <figcaption>
        <b>{title}</b>
        <code>{file}</code>
        <span className="lines">{code.trim().split('\n').length} lines</span>
      </figcaption>
      {/* It scrolls by itself, so the keyboard has to reach it. */}
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: see above */}
      <pre tabIndex={0}>{code.trim()}</pre>
    </figure>
  )
}
