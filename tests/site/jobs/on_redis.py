"""The tests' settings for a process of its own whose work goes over Redis."""

from tests.site.two_processes import *

TASKS["work"], RQ_QUEUES = env.tasks("TASKS_BACKEND")  # tests do their work at once
MAILERS = {"default": env.mailer("EMAIL_URL", "")}
