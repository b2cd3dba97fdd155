import type { SupersetSettings } from '../settings'
import type { TableFollower } from './channel-context'
import { loadPermalinkCode } from './load-permalink-code'
import type { TableContext, TableKeeper } from './table-keeper'

/** Keeps the tables of a dashboard when the app wants that. Only then its code is loaded. */
export function openTableKeeper(
  context: TableContext & { settings(): Pick<SupersetSettings, 'keepsTables'> },
  onStored: () => void,
  signal: AbortSignal,
): TableFollower {
  let loading: Promise<TableKeeper> | undefined

  async function load(): Promise<TableKeeper> {
    const { createTableKeeper } = await loadPermalinkCode()
    return createTableKeeper(context, onStored, signal)
  }

  return {
    isWanted: () => context.settings().keepsTables === true,
    onTables(answer) {
      loading ??= load()
      loading.then(
        (keeper) => keeper.onTables(answer),
        () => {
          // The next answer loads it again.
          loading = undefined
        },
      )
    },
  }
}
