"""Fills an empty $SUPERSET_HOME: database, admin, guest role, sample dashboards.

One process for what Superset's own commands do in five, because starting the app is most
of each command's time. Writes dashboards.json next to the database.
"""

import json
import os
import time
from pathlib import Path

from seed_compatibility import seed_compatibility
from seed_reach import seed_reach

DASHBOARD_SLUGS = {
    "sales_dashboard": "sales",
    "video_game_sales": "video-games",
}
"""Folder in superset/examples to the slug its dashboard gets: they come without one."""

GUEST_PERMISSIONS = {
    ("can_read", "Annotation"),
    ("can_read", "AnnotationLayerRestApi"),
    ("can_read", "Chart"),
    ("can_read", "CssTemplate"),
    ("can_read", "CurrentUserRestApi"),
    ("can_read", "Dashboard"),
    ("can_read", "DashboardFilterStateRestApi"),
    ("can_read", "DashboardPermalinkRestApi"),
    ("can_read", "EmbeddedDashboard"),
    ("can_read", "ExplorePermalinkRestApi"),
    ("can_read", "Theme"),
    ("can_write", "DashboardFilterStateRestApi"),
    ("can_query", "Api"),
    ("can_query_form_data", "Api"),
    ("can_time_range", "Api"),
    ("can_external_metadata", "Datasource"),
    ("can_get", "Datasource"),
    ("can_dashboard", "Superset"),
    ("can_dashboard_permalink", "Superset"),
    ("can_explore_json", "Superset"),
    ("can_slice", "Superset"),
    # The one thing that the built-in set of 6.1 lacks: copying a link to the dashboard's state.
    ("can_write", "DashboardPermalinkRestApi"),
}
"""What Superset 6.1 lets its Public role do; older versions come with no such set."""

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
        titles = import_examples() if has_examples() else {}
        report("sample dashboards imported")
        titles |= seed_compatibility() | seed_reach()
        report("compatibility dashboards created")
        write_dashboards([enable_embedding(*one) for one in titles.items()])
        report("embedding enabled")


def migrate() -> None:
    import superset
    from flask_migrate import upgrade

    upgrade(directory=str(Path(superset.__file__).parent / "migrations"))


def create_roles() -> None:
    """What `superset init` does, plus the guest role."""
    from superset import appbuilder, db, security_manager

    appbuilder.add_permissions(update_perms=True)
    security_manager.sync_role_definitions()
    security_manager.set_role(
        "Guest",
        lambda pvm: (pvm.permission.name, pvm.view_menu.name) in GUEST_PERMISSIONS,
        security_manager._get_all_pvms(),
    )
    # From 6.1 on a page requests its translation before it has a token, as an anonymous visitor.
    security_manager.add_permission_role(
        security_manager.find_role("Public"),
        security_manager.add_permission_view_menu("can_language_pack", "Superset"),
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


def has_examples() -> bool:
    """Wheels before 6.1 hold the dashboards and leave their data to a download."""
    from superset.examples import data_loading

    return hasattr(data_loading, "load_sales_dashboard")


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
