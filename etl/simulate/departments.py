"""The departments of the made-up council."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Department:
    """A department: its share of the staff, of devices, and how readily its people join."""

    department_id: str
    name: str
    share: float
    device_rate: float
    pull: float
    delay: float


SMALL_OFFICE = Department("coroner-s-office", "Coroner's Office", 0.0, 0.9, 1.3, 0.05)
"""Eight people at any size of the organisation, so that privacy rules have something to hide."""
DEPARTMENTS: tuple[Department, ...] = (
    Department("adult-social-care", "Adult Social Care", 0.205, 0.32, 0.8, 0.08),
    Department("children-s-services", "Children's Services", 0.175, 0.46, 0.9, 0.04),
    Department("waste-and-street-scene", "Waste & Street Scene", 0.145, 0.12, 0.5, 0.16),
    Department("housing", "Housing", 0.115, 0.48, 1.1, 0.0),
    Department("highways-and-transport", "Highways and Transport", 0.085, 0.28, 0.6, 0.1),
    Department("leisure-and-libraries", "Leisure and Libraries", 0.085, 0.45, 1.5, -0.06),
    Department("revenues-and-benefits", "Revenues & Benefits", 0.06, 0.92, 0.8, 0.06),
    Department(
        "planning-and-building-control", "Planning and Building Control", 0.04, 0.9, 1.0, 0.0
    ),
    Department("finance-and-procurement", "Finance and Procurement", 0.035, 1.0, 0.7, 0.12),
    Department("digital-and-technology", "Digital and Technology", 0.03, 1.0, 2.2, -0.2),
    Department(
        "legal-and-democratic-services", "Legal and Democratic Services", 0.017, 1.0, 0.6, 0.1
    ),
    Department("communications-and-policy", "Communications and Policy", 0.008, 1.0, 3.5, -0.3),
    SMALL_OFFICE,
)
RENAMED = Department("transport-and-highways", "Transport and Highways", 0.0, 0.28, 0.6, 0.1)
"""What Highways and Transport is called later on."""
PART = Department("libraries", "Libraries", 0.0, 0.45, 1.5, -0.06)
"""What is split off Leisure and Libraries."""
EVERY = (*DEPARTMENTS, RENAMED, PART)
COMMUNICATIONS = next(d for d in DEPARTMENTS if d.pull > 3)
DIGITAL = next(d for d in DEPARTMENTS if d.department_id == "digital-and-technology")
DEMOCRATIC = next(d for d in DEPARTMENTS if d.share == 0.017)


def sizes(staff: int) -> list[tuple[Department, int]]:
    """How many employees each department has; they add up to ``staff``."""
    small = 8
    made = {d: max(4, round((staff - small) * d.share)) for d in DEPARTMENTS[1:12]}
    made = {DEPARTMENTS[0]: staff - small - sum(made.values())} | made
    return [*made.items(), (SMALL_OFFICE, small)]
