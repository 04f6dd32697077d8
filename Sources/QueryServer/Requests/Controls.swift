// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import HTTPServer
internal import Projector

/// What a request says beside a query's own parameters, by parameters that begin with `_` or by header fields.
struct Controls {
    var freshness = Freshness()
    /// The rows asked for; nil if not said.
    var limit: Int?
    var faults: [ParameterFault] = []
    /// Whether the request takes no form that there is.
    var isUnacceptable = false

    private var seen: [String] = []
    private var tokens: [String] = []

    /// Reads the controls; parameters without a leading `_` are left to the query.
    ///
    /// - Parameter names: the controls that the path knows.
    init(_ request: borrowing Request, _ parameters: [Parameter], names: [String], waitMs: Int = 0) {
        freshness.waitMs = waitMs
        if names.contains("_after") { readHeaders(request) }
        readAccept(request)
        for parameter in parameters where parameter.name.utf8.first == UInt8(ascii: "_") {
            guard names.contains(parameter.name) else {
                faults.append(ParameterFault(parameter.name, "is not known here; known are \(Self.list(names))"))
                continue
            }
            if seen.contains(parameter.name), parameter.name != "_after" {
                faults.append(ParameterFault(parameter.name, "is given more than once"))
                continue
            }
            seen.append(parameter.name)
            read(parameter)
        }
        if tokens.isEmpty { return }
        do throws(TokenText.Fault) {
            freshness.places = try TokenText.places(tokens.joined(separator: ","))
        } catch {
            faults.append(ParameterFault("_after", error.detail))
        }
    }

    /// Names for a sentence.
    static func list(_ names: [String]) -> String { names.isEmpty ? "none" : names.joined(separator: ", ") }

    private mutating func read(_ parameter: Parameter) {
        switch parameter.name {
        case "_after": tokens.append(parameter.value)
        case "_wait": setWait(parameter.value.isEmpty ? "5s" : parameter.value, "_wait")
        case "_max_lag": setMaxLag(parameter.value, "_max_lag")
        case "_limit": setLimit(parameter.value)
        case "_handling": setHandling(parameter.value, "_handling")
        case "_format": isUnacceptable = parameter.value != "json"
        default: break
        }
    }

    private mutating func readHeaders(_ request: borrowing Request) {
        if let token = request.header("Projectord-After") {
            if let decoded = token.percentDecoded() {
                tokens.append(decoded)
            } else {
                faults.append(ParameterFault("Projectord-After", "is badly percent-encoded"))
            }
        }
        if let text = request.header("Projectord-Max-Lag") { setMaxLag(text, "Projectord-Max-Lag") }
        guard let prefer = request.header("Prefer") else { return }
        for part in prefer.split(separator: ",") {
            // Parameters of a preference mean nothing here; unknown preferences are ignored (RFC 7240).
            let words = (part.split(separator: ";").first ?? "").split(separator: "=", maxSplits: 1)
            guard words.count == 2 else { continue }
            let value = String(words[1]).trimmingSpaces()
            switch String(words[0]).trimmingSpaces().lowercased() {
            case "wait": setWait(value, "Prefer")
            case "handling": setHandling(value, "Prefer")
            default: continue
            }
        }
    }

    private mutating func readAccept(_ request: borrowing Request) {
        guard let accept = request.header("Accept") else { return }
        isUnacceptable = !accept.split(separator: ",").contains { part in
            let type = String(part.split(separator: ";").first ?? "").trimmingSpaces().lowercased()
            return ["*/*", "application/*", "application/json", "application/problem+json"].contains(type)
        }
    }

    private mutating func setWait(_ text: String, _ name: String) {
        guard let milliseconds = DurationText.milliseconds(text) else {
            faults.append(ParameterFault(name, "\"\(text)\" is no time, such as 5s or 1500ms"))
            return
        }
        freshness.setWait(milliseconds)
    }

    private mutating func setMaxLag(_ text: String, _ name: String) {
        guard let milliseconds = DurationText.milliseconds(text) else {
            faults.append(ParameterFault(name, "\"\(text)\" is no time, such as 5s or 1500ms"))
            return
        }
        freshness.maxLagMs = milliseconds
    }

    private mutating func setLimit(_ text: String) {
        guard text.utf8.count <= 9, let number = Int(text), number >= 1 else {
            faults.append(ParameterFault("_limit", "\"\(text)\" is no number of rows"))
            return
        }
        limit = number
    }

    private mutating func setHandling(_ text: String, _ name: String) {
        switch text {
        case "lenient": freshness.isLenient = true
        case "strict": freshness.isLenient = false
        default: faults.append(ParameterFault(name, "handling is strict or lenient"))
        }
    }
}
