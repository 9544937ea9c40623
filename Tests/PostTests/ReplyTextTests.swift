import Post
import Testing

@Suite("the new words of an answer") struct ReplyTextTests {
    static let introductions = [
        "On Tue, 24 Nov 2026 at 10:00, CERT <notices@cert.example> wrote:",
        "On Tue, 24 Nov 2026 at 10:00, National Computer Emergency Response Team\n<notices@cert.example> wrote:",
        "24 noyabr 2026, 10:00 tarixində CERT <notices@cert.example> yazdı:",
        "вт, 24 нояб. 2026 г. в 10:00, CERT <notices@cert.example>:",
        "24.11.2026 10:00, CERT пишет:",
        "Вторник, 24 ноября 2026, 10:00 +04:00 от CERT <notices@cert.example>:",
        "Am 24.11.2026 um 10:00 schrieb CERT:",
        "Le mar. 24 nov. 2026 à 10:00, CERT <notices@cert.example> a écrit :",
        "CERT <notices@cert.example>, 24 Kas 2026 Sal, 10:00 tarihinde şunu yazdı:",
        "El mar, 24 nov 2026 a las 10:00, CERT (<notices@cert.example>) escribió:",
        "Op di 24 nov 2026 om 10:00 schreef CERT <notices@cert.example>:",
        "вт, 24 лист. 2026 р. о 10:00 CERT <notices@cert.example> пише:",
        "-----Original Message-----", "-----Исходное сообщение-----", "----- Orijinal mesaj -----", "-----Ursprüngliche Nachricht-----",
        "________________________________\nFrom: CERT <notices@cert.example>\nSent: 24 November 2026 10:00\nTo: Abuse\nSubject: Notice",
        "From: CERT <notices@cert.example>\nSent: Tuesday, November 24, 2026 10:00\nTo: Abuse\nSubject: Notice",
        "*От:* CERT <notices@cert.example>\n*Отправлено:* 24 ноября 2026 г. 10:00\n*Кому:* Abuse\n*Тема:* Notice",
        "Kimdən: CERT\nGöndərilib: 24 noyabr 2026\nKimə: Abuse\nMövzu: Bildiriş",
        "Von: CERT\nGesendet: Dienstag, 24. November 2026 10:00\nAn: Abuse\nBetreff: Notice",
        "-- \nAbuse desk, ISP",
    ]

    @Test("end where the old mail is introduced", arguments: introductions)
    func introduced(introduction: String) {
        for old in ["Old words\nmore of them", "> Old words\n> more of them\n>> older"] {
            #expect(
                ReplyText.newWords(in: "Düzəldildi, təşəkkürlər.\n\nIP 192.0.2.1 is clean.\n\n\(introduction)\n\n\(old)\n")
                    == "Düzəldildi, təşəkkürlər.\n\nIP 192.0.2.1 is clean.")
        }
    }

    @Test("stand between the lines they answer")
    func between() {
        let text = "On 24 Nov 2026 at 10:00 CERT wrote:\n> Is it fixed?\n\nYes.\n\n> And the other?\n\nNo.\n"
        #expect(ReplyText.newWords(in: text) == "Yes.\n\n\nNo.")
    }

    @Test(
        "are not cut where they only look like an introduction",
        arguments: [
            "From: the log we see\nnothing at all.", "On this host we found the following:\nmalware\nand more",
            "The log of 2026 says:\nnothing",
            "---------- Forwarded message ---------\nFrom: Phisher <a@bank.example>\nClick here", "Note:\nTo: do", "a -- b",
        ])
    func notCut(text: String) {
        #expect(ReplyText.newWords(in: text) == text)
    }

    @Test(
        "have no signature of a telephone",
        arguments: ["Sent from my iPhone", "Отправлено с iPhone", "iPhone-dan göndərildi", "Get Outlook for Android"])
    func telephone(line: String) {
        #expect(ReplyText.newWords(in: "Fixed.\n\n\(line)\n") == "Fixed.")
    }

    @Test(
        "are found in the HTML of Gmail and Outlook",
        arguments: [
            """
            <div dir="ltr">Fixed.</div><br><div class="gmail_quote"><div>On Tue, 24 Nov 2026 at 10:00, CERT
            &lt;<a href="mailto:n@cert.example">n@cert.example</a>&gt; wrote:<br></div>
            <blockquote class="gmail_quote">Old <b>words</b></blockquote></div>
            """,
            """
            <p>Fixed.</p><div style="border-top:solid"><p><b>From:</b> CERT &lt;n@cert.example&gt;<br><b>Sent:</b> Tuesday<br>
            <b>To:</b> Abuse<br><b>Subject:</b> Notice</p></div><p>Old words</p>
            """,
        ])
    func html(html: String) {
        #expect(ReplyText.newWords(in: HTMLText.plain(html)) == "Fixed.")
    }
}

@Suite("the words of HTML") struct HTMLTextTests {
    @Test(
        "are read as a person would",
        arguments: [
            ("<p>One</p><p>Two</p>", "One\n\nTwo"), ("a<br>b<br/>c", "a\nb\nc"), ("<ul><li>x<li>y</ul>", "- x\n- y"),
            ("1 &lt; 2 &amp; 3 &#x259; &#601;", "1 < 2 & 3 ə ə"),
            ("<a href='https://x.example/a?b=1&amp;c=2'>here</a>", "here <https://x.example/a?b=1&c=2>"),
            ("<a href=\"https://x.example\">https://x.example</a>", "https://x.example"), ("<a href=\"javascript:x()\">here</a>", "here"),
            ("<style>p{}</style><script>alert('<p>')</script>t", "t"), ("<!-- <p>no --><p>yes", "yes"), ("1 < 2", "1 < 2"),
            ("&unknown; & &#0;", "&unknown; & &#0;"),
            ("<blockquote>a<blockquote>b</blockquote></blockquote>c", "> a\n\n> > b\n\nc"), ("<pre>a\n  b</pre>", "a\n  b"),
            ("<table><tr><td>1<td>2<tr><td>3</table>", "1 2\n3"),
            ("a\n   b", "a b"), ("<img alt=\"logo\" src=x>", "[logo]"), ("<p", ""), ("<", "<"), ("<a href=\"", ""), ("", ""),
        ])
    func words(html: String, text: String) {
        #expect(HTMLText.plain(html) == text)
    }

    @Test(
        "take time in proportion to their length, whatever they hold",
        arguments: ["<", "<a href=\"", "<blockquote>", "&", "<!--", "<script>", "</", "<p x="])
    func hostile(piece: String) {
        #expect(HTMLText.plain(String(repeating: piece, count: 100_000)).utf8.count <= 1_000_000)
    }
}
