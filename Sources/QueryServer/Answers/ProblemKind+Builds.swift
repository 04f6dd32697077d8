// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

extension ProblemKind {
    /// What a problem of a build, or of a generation beside the live one, means and what to do; empty for others.
    var explanationOfBuild: String {
        switch self {
        case .alreadyBuilding: "A build of this projection is under way. Its status is at the same path, by GET."
        case .logIncomplete:
            "The log no longer has all the records that the live read model was built from, so a new one would lack "
                + "what they made. Ask with accept_differences if that is meant."
        case .needsAcceptance:
            "A fault has stopped the live read model, so a new one cannot be compared with it and may differ. Ask with "
                + "accept_differences if that is meant."
        case .differs:
            "The new read model has other rows than the live one where both should be the same; the rebuild's status "
                + "lists them. Ask with accept_differences if the new ones are right."
        case .muchSmaller:
            "A table of the new read model has no rows, or less than half of the live one's. Ask with allow_smaller if "
                + "that is meant."
        case .noPrevious: "No earlier generation is kept: a switch keeps the one that it replaces, until the next."
        case .previousUnusable: "The generation that is kept cannot be used by this projectord. The hint says what can."
        case .beforeLogStart: "The log begins with a record that is later than the time asked for. Ask for a later one."
        case .sourceCompacted: "A topic is compacted, so what it held at a past time is not in it any more."
        case .timeInFuture: "The time asked for has not come. Ask for one that is over."
        case .labelTaken: "Another generation has this label. Give another one, or remove that first."
        case .tooManyLabels: "The projection has as many labelled generations as it may. Remove one first."
        case .unknownLabel: "No past generation has this label. The status of the projection lists them."
        case .beyondPast:
            "The token names a record behind the point at which this past generation stands for good. Ask the live one."
        case .cannotCancel: "There is no build under way that could be given up."
        case .logUnreachable: "The brokers do not tell where the log begins. Ask again when they answer."
        case .storeRefused: "The file of a new read model cannot be made. The detail tells why, the hint what to do."
        default: ""
        }
    }
}
