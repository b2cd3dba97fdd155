import { type Application, Converter } from 'typedoc'

/** TypeDoc has no name for a destructured parameter: here it is `props` for a component, and `options` for a function. */
export function load({ converter }: Application): void {
  converter.on(Converter.EVENT_CREATE_PARAMETER, (_, parameter) => {
    if (parameter.name !== '__namedParameters') return
    parameter.name = /^[A-Z]/.test(parameter.parent?.name ?? '') ? 'props' : 'options'
  })
}
