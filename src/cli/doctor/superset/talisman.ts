/** Without it the name TALISMAN_CONFIG is not known in `superset_config.py`, and Superset does not start. */
export const TALISMAN = '  from superset.config import TALISMAN_CONFIG'
