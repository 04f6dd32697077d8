// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import Definition
internal import Foundation
internal import HTTPServer
internal import Projector

/// `/admin/v1/{projection}/verify`: GET compares the views with their SELECTs, with `sample` some keys of each.
struct VerifyRoute: Sendable {
    let runner: ProjectionRunner
    let services: Services

    /// Answers a request, on an event thread.
    func reply(_ request: borrowing Request) -> Reply {
        guard request.method == .get || request.method == .head else {
            var problem = Problem(.methodNotAllowed, "this path answers GET, HEAD and POST")
            problem.allow = "GET, HEAD, POST"
            return .now(problem.response())
        }
        let sample: Verification.Sample?
        do throws(Problem) { sample = try self.sample(try? request.parameters()) } catch {
            return .now(error.response())
        }
        return services.comparing.reply(request) { response(sample) }
    }

    /// What `sample` and `seed` ask for; nil for everything.
    private func sample(_ given: [Parameter]?) throws(Problem) -> Verification.Sample? {
        var faults: [ParameterFault] = []
        var sample: Verification.Sample?
        var seed: UInt64?
        for parameter in given ?? [] {
            switch parameter.name {
            case "sample":
                guard let keys = Int(parameter.value), (1...Verification.Sample.keysMax).contains(keys) else {
                    faults.append(ParameterFault("sample", "is no number from 1 to \(Verification.Sample.keysMax)"))
                    continue
                }
                sample = Verification.Sample(keys: keys, seed: 0)
            case "seed":
                seed = UInt64(parameter.value)
                if seed == nil { faults.append(ParameterFault("seed", "is no whole number from 0")) }
            default: faults.append(ParameterFault(parameter.name, "is not known here; known are sample and seed"))
            }
        }
        if sample == nil, seed != nil { faults.append(ParameterFault("seed", "goes with sample")) }
        guard faults.isEmpty else { throw Problem(faults) }
        sample?.seed = seed ?? UInt64(UInt32.random(in: 0 ... .max))
        return sample
    }

    private func response(_ sample: Verification.Sample?) -> Response {
        do {
            guard let verification = try runner.verify(sample) else {
                return Problem(.firstBuild, "\(runner.projection.name) is being built for the first time").response()
            }
            return Response(
                headers: ["Content-Type": "application/json", "Cache-Control": "no-store"], body: body(verification))
        } catch {
            services.log("verifying \(runner.projection.name): \(error)")
            return Problem(.internalError, "the read model cannot be read").response()
        }
    }

    private func body(_ verification: Verification) -> [UInt8] {
        var buffer = JSONBuffer()
        buffer.raw("{\"projection\":")
        buffer.string(runner.projection.name)
        buffer.raw(",\"generation\":\(verification.generation)")
        if let seed = verification.seed { buffer.raw(",\"seed\":\(seed)") }
        buffer.raw(",\"views\":")
        buffer.list("[", verification.views, "]") { buffer, view in
            buffer.raw("{\"name\":")
            buffer.string(view.name)
            if let failure = view.failure {
                buffer.raw(",\"failure\":")
                buffer.string(failure)
            }
            if let stream = view.stream {
                buffer.raw(",\"keeps_no_rows\":")
                buffer.string(stream)
            }
            if let keys = view.keys { buffer.raw(",\"keys\":\(keys)") }
            buffer.raw(",\"rows\":\(view.rows),\"missing\":\(view.missing),\"extra\":\(view.extra),\"examples\":")
            buffer.list("[", view.examples, "]") { $0.string($1) }
            buffer.raw("}")
        }
        buffer.raw("}")
        return buffer.bytes
    }
}
