// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Events
internal import HTTPServer

/// Reads the values of a query's parameters from a request (R10, R35).
struct ParameterReading {
    private(set) var values: [StoredValue] = []
    private(set) var faults: [ParameterFault] = []

    /// Reads the parameters of `query`; every fault is noted.
    init(_ query: Query, _ given: [Parameter]) {
        for parameter in query.parameters {
            values.append(read(parameter, given.filter { $0.name == parameter.name }.map(\.value)))
        }
        for parameter in given where parameter.name.utf8.first != UInt8(ascii: "_") {
            let names = query.parameters.map(\.name)
            if names.contains(parameter.name) || faults.contains(where: { $0.name == parameter.name }) { continue }
            let hint =
                DidYouMean.nearest(parameter.name, among: names).map { "did you mean \($0)?" }
                ?? "the query takes \(Controls.list(names))"
            faults.append(ParameterFault(parameter.name, "is no parameter of this query; \(hint)"))
        }
    }

    private mutating func read(_ parameter: Query.Parameter, _ texts: [String]) -> StoredValue {
        if texts.isEmpty {
            if parameter.isRequired { faults.append(ParameterFault(parameter.name, "is required")) }
            if parameter.isList { return parameter.defaults.isEmpty ? .null : Self.array(parameter.defaults) }
            return parameter.defaults.first ?? .null
        }
        guard parameter.isList else {
            if texts.count > 1 { faults.append(ParameterFault(parameter.name, "is given more than once")) }
            return value(texts[0], parameter)
        }
        return Self.array(texts.map { value($0, parameter) })
    }

    private mutating func value(_ text: String, _ parameter: Query.Parameter) -> StoredValue {
        switch parameter.type.parse(text) {
        case .success(let value):
            if parameter.allowed.isEmpty || parameter.allowed.contains(value) { return value }
            let allowed = Controls.list(parameter.allowed.map { ValueText.text(of: $0, parameter.type) })
            faults.append(ParameterFault(parameter.name, "found \"\(Self.excerpt(text))\", allowed are \(allowed)"))
        case .failure(let fault):
            let explanation = fault.explanation(for: parameter.type)
            faults.append(ParameterFault(parameter.name, "found \"\(Self.excerpt(text))\", \(explanation)"))
        }
        return .null
    }

    private static func excerpt(_ text: String) -> String {
        text.count > 60 ? text.prefix(60) + "…" : text
    }

    /// A list as the one JSON array that the statement reads by `json_each`, of values as tables store them.
    private static func array(_ values: [StoredValue]) -> StoredValue {
        var buffer = JSONBuffer()
        buffer.list("[", values, "]") { $0.stored($1) }
        return .text(String(decoding: buffer.bytes, as: UTF8.self))
    }
}
