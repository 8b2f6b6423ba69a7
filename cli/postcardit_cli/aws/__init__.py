"""postcardit aws: the backend on AWS, from an empty account to a stage that runs."""

from ..family import family
from .config import config
from .cost import cost
from .deploy import deploy
from .doctor import doctor
from .package import package
from .template import template

app = family("aws", "The backend on AWS: its template, package, deployment, health, settings and price.")

for command in (template, package, deploy, doctor, config, cost):
    app.command()(command)
