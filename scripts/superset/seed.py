"""Fills an empty $SUPERSET_HOME: database, admin, guest role, sample dashboards.

One process for what Superset's own commands do in five, because starting the app is most
of each command's time. Writes dashboards.json next to the database.
"""

import json
import os
import time
from pathlib import Path

from seed_compatibility import seed_compatibility

DASHBOARD_SLUGS = {
    "sales_dashboard": "sales",
    "video_game_sales": "video-games",
}
"""Folder in superset/examples to the slug its dashboard gets: they come without one."""

_home = Path(os.environ["SUPERSET_HOME"])
_started_at = time.monotonic()


def main() -> None:
    from superset.app import create_app

    app = create_app()
    report("app started")
    with app.app_context():
        migrate()
        report("database migrated")
        create_roles()
        create_admin()
        report("roles and admin created")
        titles = import_examples()
        report("sample dashboards imported")
        titles |= seed_compatibility()
        report("compatibility dashboards created")
        write_dashboards([enable_embedding(*one) for one in titles.items()])
        report("embedding enabled")


def migrate() -> None:
    from flask_migrate import upgrade
    from superset import app

    upgrade(directory=str(Path(app.__file__).parent / "migrations"))


def create_roles() -> None:
    """What `superset init` does, plus the guest role."""
    from superset import appbuilder, db, security_manager

    appbuilder.add_permissions(update_perms=True)
    security_manager.sync_role_definitions()
    security_manager.set_role(
        "Guest",
        security_manager._is_public_pvm,
        security_manager._get_all_pvms(),
    )
    security_manager.add_permission_role(
        security_manager.find_role("Guest"),
        # The one thing the built-in set lacks: copying a link to the dashboard's state.
        security_manager.add_permission_view_menu("can_write", "DashboardPermalinkRestApi"),
    )
    db.session.commit()


def create_admin() -> None:
    from superset import security_manager

    secrets = json.loads((_home / "secrets.json").read_text())
    security_manager.add_user(
        secrets["adminUsername"],
        "Ada",
        "Admin",
        "admin@example.com",
        security_manager.find_role("Admin"),
        password=secrets["adminPassword"],
    )


def import_examples() -> dict[str, str]:
    """Imports data first, then the charts over it; the wheel has both, nothing is downloaded.

    Returns the dashboards' titles by the slugs they were given.
    """
    from superset import db
    from superset.commands.importers.v1.examples import ImportExamplesCommand
    from superset.examples import data_loading
    from superset.examples.utils import load_contents
    from superset.models.dashboard import Dashboard

    for folder in DASHBOARD_SLUGS:
        getattr(data_loading, f"load_{folder}")()

    wanted = tuple(
        prefix
        for folder in DASHBOARD_SLUGS
        for prefix in (
            f"datasets/examples/{folder}.",
            f"charts/{folder}/",
            f"dashboards/{folder}.",
        )
    )
    contents = {
        path: text
        for path, text in load_contents().items()
        if path.startswith(wanted + ("databases/", "metadata."))
    }
    ImportExamplesCommand(contents, overwrite=True).run()

    titles = {slug: example_title(folder) for folder, slug in DASHBOARD_SLUGS.items()}
    for slug, title in titles.items():
        db.session.query(Dashboard).filter_by(dashboard_title=title).one().slug = slug
    db.session.commit()
    return titles


def enable_embedding(slug: str, title: str) -> dict:
    from superset import db
    from superset.daos.dashboard import EmbeddedDashboardDAO
    from superset.models.dashboard import Dashboard

    dashboard = db.session.query(Dashboard).filter_by(slug=slug).one()
    embedding = EmbeddedDashboardDAO.upsert(dashboard, [])  # [] = any origin
    db.session.commit()
    return {
        "title": title,
        "slug": slug,
        "embedId": str(embedding.uuid),
        "numericId": dashboard.id,
    }


def example_title(folder: str) -> str:
    import yaml
    from superset.examples.helpers import get_examples_folder

    config = Path(get_examples_folder()) / folder / "dashboard.yaml"
    return yaml.safe_load(config.read_text())["dashboard_title"]


def write_dashboards(dashboards: list[dict]) -> None:
    (_home / "dashboards.json").write_text(json.dumps(dashboards, indent=2) + "\n")


def report(what: str) -> None:
    print(f"{time.monotonic() - _started_at:6.1f} s  {what}", flush=True)


if __name__ == "__main__":
    main()
