// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

/// The kinds of problems that an answer can tell (RFC 9457): the last part of their relative type.
enum ProblemKind: String, CaseIterable, Sendable {
    case badRequest = "bad-request"
    case badParameters = "bad-parameters"
    case notAnInput = "not-an-input"
    case notFound = "not-found"
    case unknownProjection = "unknown-projection"
    case unknownQuery = "unknown-query"
    case notHeld = "not-held"
    case methodNotAllowed = "method-not-allowed"
    case notAcceptable = "not-acceptable"
    case aheadOfLog = "ahead-of-log"
    case recordHeld = "record-held"
    case recordSkipped = "record-skipped"
    case alreadyBuilding = "already-building"
    case logIncomplete = "log-incomplete"
    case needsAcceptance = "needs-acceptance"
    case differs = "differs"
    case muchSmaller = "much-smaller"
    case noPrevious = "no-previous"
    case previousUnusable = "previous-unusable"
    case cannotCancel = "cannot-cancel"
    case beforeLogStart = "before-log-start"
    case sourceCompacted = "source-compacted"
    case timeInFuture = "time-in-future"
    case labelTaken = "label-taken"
    case tooManyLabels = "too-many-labels"
    case unknownLabel = "unknown-label"
    case beyondPast = "beyond-past"
    case notYetApplied = "not-yet-applied"
    case tooFarBehind = "too-far-behind"
    case bodyTooLarge = "body-too-large"
    case addressTooLong = "address-too-long"
    case headTooLarge = "head-too-large"
    case forbiddenHost = "forbidden-host"
    case unsupportedMediaType = "unsupported-media-type"
    case queryFailed = "query-failed"
    case internalError = "internal-error"
    case firstBuild = "first-build"
    case projectionStopped = "projection-stopped"
    case viewFailed = "view-failed"
    case logUnreachable = "log-unreachable"
    case storeRefused = "store-refused"
    case notReady = "not-ready"
    case overloaded
    case stopping
    case queryTimeout = "query-timeout"

    /// The HTTP status of the answer.
    var status: Int {
        switch self {
        case .badRequest, .badParameters, .notAnInput: 400
        case .forbiddenHost: 403
        case .notFound, .unknownProjection, .unknownQuery, .notHeld, .unknownLabel: 404
        case .methodNotAllowed: 405
        case .notAcceptable: 406
        case .aheadOfLog, .recordHeld, .recordSkipped, .alreadyBuilding, .logIncomplete, .needsAcceptance, .differs,
            .muchSmaller, .noPrevious, .previousUnusable, .cannotCancel, .beforeLogStart, .sourceCompacted,
            .timeInFuture, .labelTaken, .tooManyLabels, .beyondPast:
            409
        case .notYetApplied, .tooFarBehind: 412
        case .bodyTooLarge: 413
        case .addressTooLong: 414
        case .unsupportedMediaType: 415
        case .headTooLarge: 431
        case .queryFailed, .internalError: 500
        case .firstBuild, .projectionStopped, .viewFailed, .overloaded, .stopping, .logUnreachable, .storeRefused,
            .notReady:
            503
        case .queryTimeout: 504
        }
    }

    /// The kind in few words.
    var title: String {
        switch self {
        case .badRequest: "Bad request"
        case .badParameters: "Bad parameters"
        case .notAnInput: "Not an input"
        case .notFound: "Not found"
        case .unknownProjection: "Unknown projection"
        case .unknownQuery: "Unknown query"
        case .methodNotAllowed: "Method not allowed"
        case .notAcceptable: "Not acceptable"
        case .aheadOfLog: "Ahead of the log"
        case .notHeld: "Not held"
        case .recordHeld: "Record held"
        case .recordSkipped: "Record skipped"
        case .alreadyBuilding: "Already building"
        case .logIncomplete: "Log incomplete"
        case .needsAcceptance: "Needs acceptance"
        case .differs: "Rows differ"
        case .muchSmaller: "Much smaller"
        case .noPrevious: "No previous generation"
        case .previousUnusable: "Previous generation unusable"
        case .cannotCancel: "Cannot cancel"
        case .beforeLogStart: "Before the log's start"
        case .sourceCompacted: "Source compacted"
        case .timeInFuture: "Time in the future"
        case .labelTaken: "Label taken"
        case .tooManyLabels: "Too many labels"
        case .unknownLabel: "Unknown label"
        case .beyondPast: "Beyond the past generation"
        case .logUnreachable: "Log unreachable"
        case .storeRefused: "Store refused"
        case .notReady: "Not ready"
        case .forbiddenHost: "Host not allowed"
        case .unsupportedMediaType: "Unsupported media type"
        case .notYetApplied: "Not yet applied"
        case .tooFarBehind: "Too far behind"
        case .bodyTooLarge: "Body too large"
        case .addressTooLong: "Address too long"
        case .headTooLarge: "Head too large"
        case .queryFailed: "Query failed"
        case .internalError: "Internal error"
        case .firstBuild: "First build under way"
        case .projectionStopped: "Projection stopped"
        case .viewFailed: "View failed"
        case .overloaded: "Overloaded"
        case .stopping: "Stopping"
        case .queryTimeout: "Query timed out"
        }
    }

    /// What it means and what to do, for `/problems/{slug}`.
    var explanation: String {
        switch self {
        case .badRequest: "The request is no valid HTTP, or badly encoded. Correct the client."
        case .badParameters:
            "Some parameters are missing, unknown or have values that do not fit. The member errors names each with "
                + "what is wrong; GET /v1 lists what a query takes."
        case .notAnInput:
            "The token names a topic or partition that this projection does not read, so it could never be met."
        case .notFound: "There is nothing at this path. Start at /v1, which lists all projections and queries."
        case .unknownProjection: "There is no projection of this name. GET /v1 lists them."
        case .unknownQuery: "The projection has no query of this name. GET /v1 lists them."
        case .methodNotAllowed: "The path answers other methods only; they are in the field Allow."
        case .notAcceptable: "The answer has no form that the request accepts. Accept application/json."
        case .aheadOfLog:
            "The token's offset lies past the end of the log, asked of the brokers just now: it comes from another "
                + "cluster, or the topic was made anew. Waiting would not help."
        case .notHeld: "No record is held there, or none of that key. GET the list of held keys at the path above."
        case .recordHeld:
            "The token names a record that could not be applied, or that waits behind such a one of its key. It is "
                + "held until what made it fail is mended or it is skipped; waiting would not help."
        case .recordSkipped: "The token names a record that an operator decided to leave out for good."
        case .alreadyBuilding, .logIncomplete, .needsAcceptance, .differs, .muchSmaller, .noPrevious, .previousUnusable,
            .beforeLogStart, .sourceCompacted, .timeInFuture, .labelTaken, .tooManyLabels, .unknownLabel, .beyondPast,
            .cannotCancel, .logUnreachable, .storeRefused:
            explanationOfBuild
        case .notReady: "The projection is starting or stopping. Ask again in a moment."
        case .forbiddenHost:
            "The field Host names another host than an address, localhost or the listener's own name. Ask by address."
        case .unsupportedMediaType: "An action needs Content-Type: application/json."
        case .notYetApplied:
            "The read model has not reached the token in the time that the request gave it. Ask again, wait longer "
                + "(_wait=5s), or take the present state with handling=lenient."
        case .tooFarBehind:
            "The read model is further behind the log than _max_lag allows, or it is not known how far."
        case .bodyTooLarge: "The request's body is larger than the server takes."
        case .addressTooLong: "Path and query together are longer than the server takes."
        case .headTooLarge: "The request's header fields are larger than the server takes."
        case .queryFailed:
            "The query could not be evaluated for these parameters, such as a sum that overflows. The daemon's log "
                + "has the cause."
        case .internalError: "Something failed inside. The daemon's log has the cause."
        case .firstBuild:
            "The read model, or one that has this new query, is being built and cannot answer yet. Ask again later."
        case .projectionStopped:
            "The projection stands still for the cause given until an operator acts, before the record that the token "
                + "names. Once its first build is done, requests without a token are answered all the same."
        case .viewFailed:
            "A view that the query reads could not be kept up to date, for the cause given. Tables and other views go "
                + "on. A rebuild makes it anew, once its cause is mended."
        case .overloaded: "More requests wait than the server holds. Ask again later."
        case .stopping: "The daemon is going away. Ask again, it may be back soon."
        case .queryTimeout: "The query took longer than it may. Ask for less, or give the query an index."
        }
    }

    /// The kind of a fault that the HTTP server found.
    init(httpStatus: Int) {
        switch httpStatus {
        case 413: self = .bodyTooLarge
        case 414: self = .addressTooLong
        case 431: self = .headTooLarge
        case 500...502: self = .internalError
        case 503: self = .stopping
        default: self = .badRequest
        }
    }
}
