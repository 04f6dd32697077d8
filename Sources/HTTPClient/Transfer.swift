// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

private import CCurl

/// A libcurl handle for one request, used by the thread that made it.
///
/// Proof of safe: the handle and the words are made in `init`, the list of fields belongs to the handle, and all are
/// freed once, in `deinit`, the handle first. It lends no pointer. libcurl calls back only inside `run`, with the
/// answer that this transfer keeps.
@safe
struct Transfer: ~Copyable {
    /// The kernel connects on loopback at once, and a far host within its second try.
    private static let connectS = 5.0
    /// What libcurl's timers, of 32 bits on some machines, still hold: 20 days.
    private static let longestS = 20.0 * 86_400

    private let handle: UnsafeMutableRawPointer
    private let words: UnsafeMutablePointer<CChar>
    private let fields: FieldList
    private let answer: CollectedAnswer

    init(into answer: CollectedAnswer) throws(HTTPFault) {
        guard isLibraryReady, let handle = unsafe curl_easy_init() else {
            throw HTTPFault(kind: .other, message: "libcurl gives no handle: out of memory")
        }
        unsafe self.handle = unsafe handle
        unsafe words = UnsafeMutablePointer.allocate(capacity: Int(CURL_ERROR_SIZE))
        unsafe words.initialize(repeating: 0, count: Int(CURL_ERROR_SIZE))
        fields = FieldList()
        self.answer = answer
    }

    deinit {
        unsafe curl_easy_cleanup(handle)
        unsafe words.deallocate()
    }

    /// Tells libcurl what to send and how long to wait.
    func prepare(_ request: HTTPRequest) throws(HTTPFault) {
        try check(unsafe ccurl_set_words(handle, words))
        try check(
            unsafe ccurl_set_takers(
                handle, tookLine, tookPiece, Unmanaged.passUnretained(answer).toOpaque()))
        try set(CURLOPT_PROTOCOLS_STR, "http")
        try set(CURLOPT_PROXY, "")
        try set(CURLOPT_URL, request.address)
        try set(CURLOPT_PATH_AS_IS, 1)
        // Signals are the process's own; the library's timer for names would take SIGALRM.
        try set(CURLOPT_NOSIGNAL, 1)
        try set(CURLOPT_TIMEOUT_MS, milliseconds(request.timeoutS))
        try set(CURLOPT_CONNECTTIMEOUT_MS, milliseconds(min(request.timeoutS, Self.connectS)))
        try prepareBody(request)
        try prepareFields(request)
    }

    /// Sends and receives; returns the status.
    func run() throws(HTTPFault) -> Int {
        let code = unsafe curl_easy_perform(handle)
        if answer.isTooLarge { throw HTTPFault(kind: .tooLarge, message: "the answer is too large") }
        try check(code)
        return unsafe ccurl_status(handle)
    }

    private func prepareBody(_ request: HTTPRequest) throws(HTTPFault) {
        if !request.body.isEmpty || ["POST", "PUT"].contains(request.method) {
            let code = unsafe request.body.withUnsafeBytes { bytes in
                // No bytes at all would mean that they are read from somewhere else.
                unsafe ccurl_set_body(handle, bytes.isEmpty ? UnsafeRawPointer(words) : bytes.baseAddress, bytes.count)
            }
            try check(code)
        } else if request.method == "HEAD" {
            try set(CURLOPT_NOBODY, 1)
        }
        try set(CURLOPT_CUSTOMREQUEST, request.method)
    }

    private func prepareFields(_ request: HTTPRequest) throws(HTTPFault) {
        // What libcurl would add to a body of its own accord.
        for field in ["Expect:", "Content-Type:"] { try fields.append(field) }
        for (name, value) in request.headers { try fields.append("\(name): \(value)") }
        try check(unsafe ccurl_set_fields(handle, fields.first))
    }

    private func milliseconds(_ seconds: Double) -> Int {
        // 0 would mean for ever.
        Int(max(1, min(seconds, Self.longestS) * 1_000))
    }

    private func set(_ option: CURLoption, _ text: String) throws(HTTPFault) {
        precondition(!text.utf8.contains { $0 < 0x20 }, "an address or a method is one line")
        try check(unsafe ccurl_set_text(handle, option, text))
    }

    private func set(_ option: CURLoption, _ number: Int) throws(HTTPFault) {
        try check(unsafe ccurl_set_number(handle, option, number))
    }

    private func check(_ code: CURLcode) throws(HTTPFault) {
        let kind: HTTPFault.Kind
        switch code {
        case CURLE_OK: return
        case CURLE_COULDNT_CONNECT, CURLE_COULDNT_RESOLVE_HOST: kind = .couldNotConnect
        case CURLE_OPERATION_TIMEDOUT: kind = .timedOut
        default: kind = .other
        }
        let said = unsafe String(cString: words)
        throw HTTPFault(kind: kind, message: unsafe said.isEmpty ? String(cString: curl_easy_strerror(code)) : said)
    }
}

/// libcurl wants to be made ready once in a process.
private let isLibraryReady = ccurl_start() == CURLE_OK

private func collected(_ context: UnsafeMutableRawPointer?) -> CollectedAnswer? {
    guard let context = unsafe context else { return nil }
    return unsafe Unmanaged<CollectedAnswer>.fromOpaque(context).takeUnretainedValue()
}

/// Any other count than it was given makes libcurl stop.
private func tookLine(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    let line = unsafe String(decoding: UnsafeRawBufferPointer(start: bytes, count: size * count), as: UTF8.self)
    return unsafe collected(context)?.take(line: line) == true ? size * count : 0
}

private func tookPiece(
    _ bytes: UnsafeMutablePointer<CChar>?, _ size: Int, _ count: Int, _ context: UnsafeMutableRawPointer?
) -> Int {
    let piece = unsafe UnsafeRawBufferPointer(start: bytes, count: size * count)
    return unsafe collected(context)?.take(piece: piece) == true ? size * count : 0
}
