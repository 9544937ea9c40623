import CCurl
import Glibc
import Vocabulary

/// A connection of libcurl's, kept open from one mail to the next. It is owned by one actor.
final class CurlHandle {
    let handle: UnsafeMutableRawPointer
    private let errorText: UnsafeMutablePointer<CChar>

    private static let isReady: Bool = {
        // OpenSSL writes to connections that a server has closed; the signal for it would end the program.
        var action = sigaction()
        if sigaction(SIGPIPE, nil, &action) == 0, action.__sigaction_handler.sa_handler == nil { signal(SIGPIPE, SIG_IGN) }
        return curl_global_init(Int(CURL_GLOBAL_ALL)) == CURLE_OK
    }()

    /// Nil where libcurl has no memory left.
    init?() {
        guard Self.isReady, let handle = curl_easy_init() else { return nil }
        self.handle = handle
        errorText = .allocate(capacity: Int(CURL_ERROR_SIZE))
        errorText.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
    }

    deinit {
        curl_easy_cleanup(handle)
        errorText.deallocate()
    }

    /// Forgets the options of the exchange before, not the connection, and sets what every exchange with the server needs.
    func prepare(for server: MailServer, scheme: String, path: String) {
        curl_easy_reset(handle)
        errorText[0] = 0
        ccurl_set_pointer(handle, CURLOPT_ERRORBUFFER, errorText)
        let scheme = server.encryption == .implicit ? scheme + "s" : scheme
        ccurl_set_text(handle, CURLOPT_URL, "\(scheme)://\(server.authority)/\(path)")
        ccurl_set_text(handle, CURLOPT_PROTOCOLS_STR, scheme)
        // What the environment says of proxies is meant for the web.
        ccurl_set_text(handle, CURLOPT_PROXY, "")
        ccurl_set_number(handle, CURLOPT_NOSIGNAL, 1)
        ccurl_set_number(handle, CURLOPT_SSLVERSION, Int(CURL_SSLVERSION_TLSv1_2))
        if let file = server.authorityFile {
            ccurl_set_text(handle, CURLOPT_CAINFO, file)
            ccurl_set_text(handle, CURLOPT_CAPATH, nil)
        }
        switch server.encryption {
        case .none, .implicit: break
        case .required: ccurl_set_number(handle, CURLOPT_USE_SSL, Int(CURLUSESSL_ALL.rawValue))
        case .opportunistic:
            ccurl_set_number(handle, CURLOPT_USE_SSL, Int(CURLUSESSL_TRY.rawValue))
            ccurl_set_number(handle, CURLOPT_SSL_VERIFYPEER, 0)
            ccurl_set_number(handle, CURLOPT_SSL_VERIFYHOST, 0)
        }
        if let user = server.user {
            ccurl_set_text(handle, CURLOPT_USERNAME, user)
            ccurl_set_text(handle, CURLOPT_PASSWORD, server.password ?? "")
        }
        ccurl_set_number(handle, CURLOPT_CONNECTTIMEOUT_MS, server.connectTimeout.milliseconds)
        ccurl_set_number(handle, CURLOPT_SERVER_RESPONSE_TIMEOUT, max(1, server.answerTimeout.milliseconds / 1000))
        ccurl_set_number(handle, CURLOPT_TIMEOUT_MS, server.mailTimeout.milliseconds)
        ccurl_set_number(handle, CURLOPT_LOW_SPEED_LIMIT, 1)
        ccurl_set_number(handle, CURLOPT_LOW_SPEED_TIME, max(1, server.answerTimeout.milliseconds / 1000))
    }

    /// Does what was prepared; nil where it went well, else what libcurl says.
    func perform() -> (code: CURLcode, text: String)? {
        let code = curl_easy_perform(handle)
        guard code != CURLE_OK else { return nil }
        let text = String(cString: errorText)
        return (code, HeaderText.singleLine(text.isEmpty ? String(cString: curl_easy_strerror(code)) : text, limit: 500))
    }
}

extension Duration {
    fileprivate var milliseconds: Int {
        let (seconds, attoseconds) = components
        return Int(clamping: seconds) * 1000 + Int(attoseconds / 1_000_000_000_000_000)
    }
}
