/**
 * What `superset_config.py` needs before a line of TALISMAN_CONFIG can be changed: the name is not known there, and without
 * it Superset does not start. A second time further down it would take back what was changed above.
 */
export const TALISMAN = `  # Once, above whatever changes TALISMAN_CONFIG:
  from copy import deepcopy
  from superset.config import TALISMAN_CONFIG
  TALISMAN_CONFIG = deepcopy(TALISMAN_CONFIG)`
