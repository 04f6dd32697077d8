// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

internal import KafkaClient

/// `projectord settings`: what is set, and where.
enum SettingsCommand {
    static let hidden = "********"

    static let subcommand = Subcommand(
        name: "settings",
        summary: "print every setting with its value and where that came from",
        details: [
            "Flags go before PROJECTORD_ variables, these before the settings file, that before the defaults.",
            "Secrets are hidden. docs/settings.md explains each setting.",
        ],
        settings: Setting.allCases, flags: [.json], examples: ["projectord settings", "projectord settings --json"],
        run: run)

    @Sendable
    static func run(_ call: Invocation) throws(CommandError) -> ExitCode {
        let settings = try call.settings()
        Console.output(call.arguments.has(.json) ? json(settings) : text(settings))
        return .success
    }

    static func text(_ settings: Settings) -> String {
        TextTable(
            titles: ["setting", "value", "origin"],
            rows: entries(settings).map { [$0.name, $0.value ?? "(not set)", $0.origin ?? ""] }
        ).text
    }

    static func json(_ settings: Settings) -> String {
        let objects = entries(settings).map { entry in
            JSONText.object([
                ("name", JSONText.string(entry.name)),
                ("value", entry.value.map(JSONText.string) ?? "null"),
                ("origin", entry.origin.map(JSONText.string) ?? "null"),
            ])
        }
        return "[\n  " + objects.joined(separator: ",\n  ") + "\n]\n"
    }

    private static func entries(_ settings: Settings) -> [(name: String, value: String?, origin: String?)] {
        let own = Setting.allCases.map { setting in
            let value = settings.values[setting]
            return (name: setting.rawValue, value: value?.text, origin: value?.origin.text)
        }
        let properties = settings.properties.sorted { $0.key < $1.key }.map { name, value in
            let isSecret = KafkaSettings.isSecret(name)
            return (name: "kafka.\(name)", value: String?(isSecret ? hidden : value.text), origin: value.origin.text)
        }
        return own + properties.map { ($0.name, $0.value, Optional($0.origin)) }
    }
}
