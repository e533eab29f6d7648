from django.apps import AppConfig


class SocialOrgsConfig(AppConfig):
    name = "yingzhou.programmes.community.social_orgs"
    label = "social_orgs"
    verbose_name = "社会组织"
