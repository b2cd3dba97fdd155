/** The import that `superset_config.py` needs to change TALISMAN_CONFIG. Without it Superset does not start. */
export const TALISMAN = '  from superset.config import TALISMAN_CONFIG'
