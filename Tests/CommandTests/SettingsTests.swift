// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

import KafkaClient
import Testing

@testable import projectord

@Suite("Settings")
struct SettingsTests {
    private static let file = """
        data: from-file
        listen: 127.0.0.1:7000
        bootstrap: [a:1, b:2]
        kafka:
          security.protocol: sasl_plaintext
          sasl.password: hunter2
        """

    private func settings(
        _ words: [String] = [], _ environment: [String: String] = [:], file: String = ""
    ) throws -> Settings {
        let command = try #require(CommandTable.find("settings"))
        return try Settings(
            arguments: ParsedArguments(words, of: command), environment: environment,
            file: SettingsFile(text: file, path: "projectord.yaml"))
    }

    private func fault(_ body: () throws -> Void) -> CommandError? {
        do {
            try body()
            return nil
        } catch {
            return error as? CommandError
        }
    }

    @Test("flags go before variables, variables before the file, the file before the defaults")
    func precedence() throws {
        let environment = ["PROJECTORD_DATA": "from-variable", "PROJECTORD_LOG_LEVEL": "debug"]
        let all = try settings(["--data", "from-flag"], environment, file: Self.file)
        #expect(all.values[.data] == SettingValue(text: "from-flag", origin: .flag("data")))
        #expect(
            try settings([], environment, file: Self.file).values[.data]
                == SettingValue(text: "from-variable", origin: .variable("PROJECTORD_DATA")))
        let fromFile = try #require(try settings(file: Self.file).values[.data])
        #expect(fromFile.text == "from-file" && fromFile.origin.text == "projectord.yaml:1:7")
        #expect(try settings().values[.data] == SettingValue(text: "data", origin: .fallback))
        #expect(all.values[.logLevel]?.origin.text == "variable PROJECTORD_LOG_LEVEL")
        #expect(all.text(.bootstrap) == "a:1,b:2")
    }

    @Test("librdkafka's properties come from the file and from variables")
    func properties() throws {
        let environment = ["PROJECTORD_KAFKA_SASL_PASSWORD": "other", "PROJECTORD_PORT": "tcp://10.0.0.1:80"]
        let all = try settings([], environment, file: Self.file)
        #expect(all.properties["sasl.password"]?.text == "other")
        #expect(all.properties["sasl.password"]?.origin == .variable("PROJECTORD_KAFKA_SASL_PASSWORD"))
        #expect(all.properties["security.protocol"]?.text == "sasl_plaintext")
    }

    @Test("secrets are hidden in both forms", arguments: [false, true])
    func secrets(isJSON: Bool) throws {
        let all = try settings(file: Self.file)
        let text = isJSON ? SettingsCommand.json(all) : SettingsCommand.text(all)
        #expect(!text.contains("hunter2"))
        #expect(text.contains("sasl.password") && text.contains("********"))
        #expect(text.contains("sasl_plaintext"))
    }

    @Test("a refused property does not show a secret")
    func refusedSecret() throws {
        let all = try settings(file: "bootstrap: a:1\nkafka: {ssl.key.password.x: hunter2}")
        let error = fault { _ = try all.kafka() }
        #expect(error?.code == .settings)
        #expect(error?.text.contains("hunter2") == false)
    }

    @Test("a property that projectord sets itself is refused")
    func refusedProperty() throws {
        let error = fault { _ = try settings(file: "bootstrap: a:1\nkafka: {group.id: x}").kafka() }
        #expect(error?.code == .settings)
        #expect(error?.message.contains("group.id") == true)
        #expect(fault { _ = try settings().kafka() }?.message == "no Kafka broker is named")
    }

    @Test("a wrong value is a usage fault as a flag, a settings fault elsewhere")
    func wrongValues() {
        #expect(fault { _ = try settings(["--listen", "8080"]) }?.code == .usage)
        let error = fault { _ = try settings([], ["PROJECTORD_LISTEN": "8080"]) }
        #expect(error?.code == .settings)
        #expect(error?.hint == "PROJECTORD_LISTEN=127.0.0.1:8080")
        #expect(fault { _ = try settings(["--log", "xml"]) } != nil)
        #expect(fault { _ = try settings(["--bootstrap", "a:1,,b:2"]) } != nil)
        #expect(fault { _ = try settings(["--bootstrap", "PLAINTEXT://a:1,b,[::1]:9092"]) } == nil)
    }

    @Test(
        "a fault of the file is told with its place",
        arguments: [
            ("dta: x", "projectord.yaml:1:1: there is no setting 'dta'"),
            ("data: [a]", "projectord.yaml:1:7: data needs a text"),
            ("log: xml", "projectord.yaml:1:6: log is 'xml': it is neither text nor json"),
            ("- x", "projectord.yaml:1:1: expected settings, such as data: data"),
            ("kafka: [x]", "projectord.yaml:1:8: kafka needs librdkafka's properties, name: value"),
        ])
    func fileFaults(text: String, message: String) {
        let error = fault { _ = try SettingsFile(text: text, path: "projectord.yaml") }
        #expect(error?.code == .settings)
        #expect(error?.message == message)
    }

    @Test("a named file must be there, the default one need not")
    func absentFile() {
        #expect(fault { _ = try SettingsFile(path: "/no/such.yaml", isRequired: false) } == nil)
        #expect(fault { _ = try SettingsFile(path: "/no/such.yaml", isRequired: true) }?.code == .settings)
    }
}
