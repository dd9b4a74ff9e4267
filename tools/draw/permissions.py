"""Who may do what, as the code enforces it."""

from lintel.access.viewers import GRANTS, NEEDS_REGISTRATION, Permission, Role


def pages() -> dict[str, str]:
    head = ["| permission |", *(f" {role.value.replace('_', ' ')} |" for role in Role)]
    rows = []
    for permission in Permission:
        marks = (" yes |" if permission in GRANTS[role] else " |" for role in Role)
        star = " *" if permission in NEEDS_REGISTRATION else ""
        rows.append(f"| {permission.value}{star} |{''.join(marks)}")
    text = [
        "# Roles and permissions",
        "Drawn from `lintel.access.viewers` by `python3 dev.py draw`. All else is denied.",
        "\n".join(["".join(head), "|---" * (len(Role) + 1) + "|", *rows]),
        "\\* only a registered social worker employed by the council.",
    ]
    return {"permissions.md": "\n\n".join(text)}
