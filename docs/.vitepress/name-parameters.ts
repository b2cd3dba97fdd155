import { type Application, Converter } from 'typedoc'

/** A parameter that is taken apart where it comes in has no name of its own: it is the props of a component, or options. */
export function load({ converter }: Application): void {
  converter.on(Converter.EVENT_CREATE_PARAMETER, (_, parameter) => {
    if (parameter.name !== '__namedParameters') return
    parameter.name = /^[A-Z]/.test(parameter.parent?.name ?? '') ? 'props' : 'options'
  })
}
