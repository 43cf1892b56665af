from hemicycle.rules.apps import HouseApp


class WorkbenchConfig(HouseApp):
    name = "tests.workbench"
