/// Words that cells and mails are made of.
enum Words {
    static let weekdays: [StaticString] = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"]
    static let months: [StaticString] = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
    static let hostLabels: [StaticString] = ["mail", "www", "vpn", "gw", "ftp", "srv", "db", "portal", "remote", "ns", "test", "cam"]
    static let machineNames: [StaticString] = ["DESKTOP-", "WIN-", "SRV-", "MUHASIB-", "KASSA-", "LAPTOP-", "SERVER-", "QEBUL-"]
    static let syllables: [StaticString] = ["ka", "lo", "mi", "ra", "tu", "ve", "zo", "ni", "pe", "su", "da", "xi"]
    static let shopNames: [StaticString] = ["dukan", "sayt", "bloq", "forum", "market", "klinika", "mekteb", "otel"]
    static let userNames: [StaticString] = [
        "root", "admin", "user", "test", "oracle", "ubuntu", "guest", "support", "pi", "postgres", "ftpuser", "administrator",
    ]
    static let passwords: [StaticString] = [
        "123456", "admin", "password", "root", "12345", "1234", "qwerty", "support", "default", "xc3511", "vizxv", "7ujMko0admin",
        "Passw0rd", "toor",
        "raspberry", "1q2w3e4r",
    ]
    static let sitePaths: [StaticString] = [
        "/wp-content/uploads/giris/", "/header.php", "/images/bank/index.html", "/wp-includes/js/.cache/a.php", "/tmp/update.js",
    ]
    static let requestPaths: [StaticString] = [
        "gate.php?id=", "forum/viewtopic.php?f=", "api/v1/ping?k=", "in.php?bot=", "images/", "search?q=",
    ]
    static let payloads: [StaticString] = ["arm7", "mips", "x86", "mpsl", "sh4"]
    static let subjects: [StaticString] = [
        "Kartınız bloklanıb", "Hesabınızı təsdiqləyin", "Ödənişiniz gözləyir", "Your account will be closed", "Ваша карта заблокирована",
    ]
}
