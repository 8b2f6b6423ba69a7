"""postcardit auth: open an account, sign in and out, and look after accounts, sessions and passwords."""

from ..family import family
from .codes import change_email, change_password, confirm_email, forgot, reset
from .registration import confirm, register, resend
from .sessions import end_session, sessions
from .sign_in import login, logout, switch
from .status import status
from .tokens import refresh, token
from .why import why

app = family("auth", "Register, sign in and out, look after accounts and sessions.")

app.command()(register)
app.command()(confirm)
app.command()(resend)
app.command()(login)
app.command()(logout)
app.command()(status)
app.command()(token)
app.command()(refresh)
app.command()(switch)
app.command()(sessions)
app.command()(end_session)
app.command()(forgot)
app.command()(reset)
app.command()(change_password)
app.command()(change_email)
app.command()(confirm_email)
app.command()(why)
