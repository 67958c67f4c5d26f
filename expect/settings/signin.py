"""Sign-in by e-mail and password, or by a code sent by e-mail (allauth)."""

from expect.settings.environment import PRODUCTION, env

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"expect.accounts.passwords.{name}"}
    for name in ("Length", "Numeric", "Known", "Similar", "Guessable")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "dashboard:work_list"
ACCOUNT_LOGOUT_REDIRECT_URL = "/"

ACCOUNT_ADAPTER = "expect.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_SIGNUP_FORM_CLASS = "expect.accounts.forms.SignupNames"
ACCOUNT_FORMS = {
    "login": "expect.accounts.signin_forms.LoginForm",
    "signup": "expect.accounts.signin_forms.SignupForm",
    "request_login_code": "expect.accounts.signin_forms.RequestLoginCodeForm",
    "confirm_login_code": "expect.accounts.signin_forms.ConfirmLoginCodeForm",
    "confirm_email_verification_code": "expect.accounts.signin_forms.ConfirmEmailForm",
    "add_email": "expect.accounts.signin_forms.AddEmailForm",
    "reset_password": "expect.accounts.signin_forms.ResetPasswordForm",
    "confirm_password_reset_code": "expect.accounts.signin_forms.ConfirmResetForm",
    "reset_password_from_key": "expect.accounts.signin_forms.NewPasswordForm",
    "change_password": "expect.accounts.signin_forms.ChangePasswordForm",
    "set_password": "expect.accounts.signin_forms.SetPasswordForm",
}
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if PRODUCTION else "http"

ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": True, "length": 8}
"""1234-5678: three tries, a quarter of an hour, since the outbox needs seconds and mail servers sometimes minutes."""
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_TIMEOUT = 15 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 15 * 60

ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env("BEHIND_PROXY", "no") == "yes" else 0
"""Attempts are counted by address: the one that our proxy saw, not one that the caller writes."""
