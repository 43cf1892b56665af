from hemicycle.rules.apps import HouseApp


class ConfConfig(HouseApp):
    name = "hemicycle.conf"
