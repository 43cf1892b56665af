"""Letters in the manner of those that networks write when somebody has answered. Invented."""

from email.message import EmailMessage

FACEBOOK = """\
Ana commented on Assembly of Valmora's post.

"{words}"

Ana
November 26 at 9:00 AM
{words}

View on Facebook
https://www.facebook.com/n/?valmora%2Fposts%2F123456789012345&comment_id=987654321&aref=1&medium=email

========================================
This message was sent to press@parliament.example. If you don't want to receive these emails from Meta in the future,
please follow the link below to unsubscribe.
https://www.facebook.com/o.php?k=AS1&u=1
Meta Platforms, Inc., Attention: Community Support, 1 Meta Way, Menlo Park, CA 94025
"""
FACEBOOK_FR = """\
Ana a commenté votre publication.

Ana
26 novembre à 09:00
{words}

Voir sur Facebook
https://www.facebook.com/n/?valmora%2Fposts%2F123456789012345&comment_id=987654321&aref=1

Ce message a été envoyé à press@parliament.example.
"""
INSTAGRAM = """\
ana.p commented: “{words}” 2h

View comment (https://www.instagram.com/p/C1a2b3c4d5e/?utm_source=email)

© Instagram. Meta Platforms, Inc.
"""
X = """\
Ana (@ana_p) respondió a tu post

{words}

Ver en X
https://x.com/ana_p/status/1990000000000000002?cn=x

https://x.com/valmora/status/1990000000000000001

Este correo fue enviado a @valmora.
"""
TIKTOK = """\
ana_p a commenté votre vidéo

« {words} »

Afficher (https://www.tiktok.com/@valmora/video/7400000000000000001?lang=fr)

Vous recevez ce courriel parce que vous avez un compte TikTok.
"""
YOUTUBE_HTML = """<html><head><style>p {{}}</style></head><body>
<table><tr><td>@ana commented on your video <b>The sitting of 26 November</b></td></tr>
<tr><td>{words}</td></tr>
<tr><td><a href="https://www.youtube.com/watch?v=dQw4w9WgXcQ&amp;lc=UgzAbCdEf&amp;feature=em-comments">Reply</a></td></tr></table>
<p>© 2026 Google LLC d/b/a YouTube</p></body></html>"""


def mail(text: str = "", *, html: str = "", subject: str = "New activity", **more: str) -> bytes:
    """One letter; its From is what anybody may write there."""
    letter = EmailMessage()
    letter["From"] = more.get("sender", "Network <notification@network.example>")
    letter["To"] = "press@parliament.example"
    letter["Subject"] = subject
    letter["Date"] = "Thu, 26 Nov 2026 09:00:00 +0000"
    if text:
        letter.set_content(text)
    if html and text:
        letter.add_alternative(html, subtype="html")
    elif html:
        letter.set_content(html, subtype="html")
    return letter.as_bytes()
