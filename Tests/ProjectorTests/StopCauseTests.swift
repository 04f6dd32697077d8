// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import ReadModel
import Testing

@testable import Projector

@Suite struct StopCauseTests {
    @Test(
        "each fault of a record is a state of its own name, with its place and a hint",
        arguments: RecordFault.Code.allCases)
    func recordFaults(code: RecordFault.Code) {
        let cause = StopCause(RecordFault(code, "what was found"), at: "orders/0@7")
        #expect(cause.code.rawValue == code.rawValue)
        #expect(cause.place == "orders/0@7")
        #expect(cause.message == "what was found")
        #expect(!cause.hint.isEmpty)
        #expect(RunState.stopped(cause).name == code.rawValue)
    }

    @Test("where the same records would stop a rebuild too, the hint names another way")
    func hints() {
        let truncate = StopCause(RecordFault(.truncateUnordered, "what was found"), at: "items/0@7").hint
        #expect(truncate.contains("one partition") && truncate.contains("skip the record"))
        #expect(!truncate.contains("rebuild"))
        let encoding = StopCause(RecordFault(.encodingMissing, "what was found"), at: "items/0@7").hint
        #expect(encoding.contains("times: micros") && encoding.contains("an integer"))
    }

    @Test("each fault of a file is a state that keeps its message and hint", arguments: ReadModelError.Code.allCases)
    func fileFaults(code: ReadModelError.Code) {
        let cause = StopCause(ReadModelError(code, "what was found", hint: "what to do"), of: "shop")
        #expect(cause.code == (code == .fenced ? .fenced : .storeFailed))
        #expect(cause.message == "what was found")
        #expect(cause.hint == "what to do")
    }

    @Test func `the names of states are words of their own`() {
        let names = StopCause.Code.allCases.map(\.rawValue)
        let others = [RunState.starting, .running, .waiting(reason: "x")].map(\.name)
        #expect(Set(names + others).count == names.count + 3)
        #expect(names.allSatisfy { $0.allSatisfy { $0.isLowercase || $0 == "-" } })
    }
}
