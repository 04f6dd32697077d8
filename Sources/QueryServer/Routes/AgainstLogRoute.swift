// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Foundation
internal import HTTPServer
internal import Projector
internal import ReadModel

/// `/admin/v1/{projection}/verify` by POST: compares the live generation with one made anew from the log for that.
struct AgainstLogRoute: Sendable {
    let runner: ProjectionRunner
    let services: Services
    let listener: ListenAddress

    /// What a POST says.
    private struct Order: Decodable {
        enum CodingKeys: String, CodingKey {
            case againstLog = "against_log"
        }

        var againstLog: Bool
    }

    /// Answers a request, on an event thread.
    func reply(_ request: borrowing Request) -> Reply {
        do throws(Problem) {
            try ActionCheck.allow(request, listener: listener)
            let order = try? JSONDecoder().decode(Order.self, from: Data(request.body))
            guard order?.againstLog == true else {
                throw Problem(.badRequest, "the body must be the JSON {\"against_log\": true}")
            }
        } catch {
            return .now(error.response())
        }
        return services.comparing.reply(request) { response() }
    }

    private func response() -> Response {
        do throws(RebuildRefusal) {
            let (proof, generation) = try runner.verifyAgainstLog()
            var buffer = JSONBuffer()
            buffer.raw("{\"projection\":")
            buffer.string(runner.projection.name)
            buffer.raw(",\"generation\":\(generation),\"proof\":")
            ProofPage(proof: proof).write(to: &buffer)
            buffer.raw("}")
            return Response(
                headers: ["Content-Type": "application/json", "Cache-Control": "no-store"], body: buffer.bytes)
        } catch {
            return Problem(error).response()
        }
    }
}
