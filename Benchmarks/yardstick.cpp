// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

// The floor that projectord's benchmarks are compared with: a plain loop on librdkafka and simdjson's on-demand API,
// with none of projectord's guarantees. It reads a topic from its start to the ends found at start and prints one
// line of JSON. With --file it decodes the lines of a file again and again instead, without a broker.
//
//   g++ -O2 -std=c++17 yardstick.cpp -o yardstick -lrdkafka -lsimdjson
//   yardstick --bootstrap HOST:PORT --topic T --mode consume|decode [--fields integer:$.id,text:$.name,real:$.price]
//   yardstick --file DOCUMENTS --repeat 100 --fields ...
//
// A field is a path of names (`$.name`, `$.after.name`), read as integer, real, boolean or text.
#include <atomic>
#include <thread>
#include <librdkafka/rdkafka.h>
#include <simdjson.h>

#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <fstream>
#include <string>
#include <sys/resource.h>
#include <vector>

namespace {

using Clock = std::chrono::steady_clock;

[[noreturn]] void fail(const std::string &message) {
    fprintf(stderr, "error: %s\n", message.c_str());
    exit(1);
}

double secondsSince(Clock::time_point start) {
    return std::chrono::duration<double>(Clock::now() - start).count();
}

double cpuSeconds() {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    auto seconds = [](timeval time) { return (double)time.tv_sec + (double)time.tv_usec / 1e6; };
    return seconds(usage.ru_utime) + seconds(usage.ru_stime);
}

long peakRssKb() {
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
}

/// Decodes the wanted fields of documents into reused memory.
class Decoder {
public:
    explicit Decoder(const std::string &fields) {
        size_t start = 0;
        while (start < fields.size()) {
            size_t end = std::min(fields.find(',', start), fields.size());
            add(fields.substr(start, end - start));
            start = end + 1;
        }
    }

    void decode(const void *bytes, size_t count) {
        if (buffer.size() < count + simdjson::SIMDJSON_PADDING) buffer.resize(2 * count + simdjson::SIMDJSON_PADDING);
        memcpy(buffer.data(), bytes, count);
        arena.clear();
        simdjson::ondemand::document document;
        simdjson::ondemand::object object;
        if (parser.iterate(buffer.data(), count, buffer.size()).get(document) || document.get_object().get(object))
            fail("a record is no JSON object");
        read(object, root);
        checksum += arena.size() + (arena.empty() ? 0 : (unsigned char)arena.back());
    }

    uint64_t checksum = 0;

private:
    enum class Type { integer, real, boolean, text };
    /// A wanted field: one with fields of its own is an object.
    struct Field {
        std::string name;
        Type type;
        std::vector<Field> fields;
    };

    void add(const std::string &field) {
        size_t colon = field.find(":$.");
        if (colon == std::string::npos) fail("a field is type:$.name, found " + field);
        std::string type = field.substr(0, colon), path = field.substr(colon + 3);
        Field *target = &root;
        while (!path.empty()) {
            size_t dot = std::min(path.find('.'), path.size());
            std::string name = path.substr(0, dot);
            path.erase(0, dot + 1);
            size_t place = 0;
            while (place < target->fields.size() && target->fields[place].name != name) place++;
            if (place == target->fields.size()) target->fields.push_back({name, Type::text, {}});
            target = &target->fields[place];
        }
        if (type == "integer") target->type = Type::integer;
        else if (type == "real") target->type = Type::real;
        else if (type == "boolean") target->type = Type::boolean;
        else if (type != "text") fail("a field is integer, real, boolean or text, found " + type);
    }

    void read(simdjson::ondemand::object object, const Field &level) {
        for (auto entry : object) {
            simdjson::ondemand::field field;
            if (std::move(entry).get(field)) fail("a record is broken JSON");
            simdjson::ondemand::raw_json_string key = field.key();
            for (const Field &wanted : level.fields) {
                if (!key.unsafe_is_equal(wanted.name)) continue;
                simdjson::ondemand::object inner;
                if (wanted.fields.empty()) {
                    if (read(field.value(), wanted.type)) fail("a field is of another type: " + wanted.name);
                } else if (field.value().get_object().get(inner)) {
                    fail("a field is no object: " + wanted.name);
                } else {
                    read(inner, wanted);
                }
                break;
            }
        }
    }

    simdjson::error_code read(simdjson::ondemand::value value, Type type) {
        switch (type) {
        case Type::integer: {
            int64_t number;
            if (auto error = value.get_int64().get(number)) return error;
            checksum += (uint64_t)number;
            return simdjson::SUCCESS;
        }
        case Type::real: {
            double number;
            if (auto error = value.get_double().get(number)) return error;
            uint64_t bits;
            memcpy(&bits, &number, sizeof bits);
            checksum += bits;
            return simdjson::SUCCESS;
        }
        case Type::boolean: {
            bool flag;
            if (auto error = value.get_bool().get(flag)) return error;
            checksum += flag;
            return simdjson::SUCCESS;
        }
        case Type::text: {
            std::string_view text;
            if (auto error = value.get_string().get(text)) return error;
            arena.insert(arena.end(), text.begin(), text.end());
            return simdjson::SUCCESS;
        }
        }
        return simdjson::INCORRECT_TYPE;
    }

    Field root{"", Type::text, {}};
    std::vector<char> buffer;
    std::vector<char> arena;
    simdjson::ondemand::parser parser;
};

struct Options {
    std::string bootstrap, topic, mode = "decode", fields, file;
    long repeat = 1;
};

Options readOptions(int count, char **arguments) {
    Options options;
    for (int i = 1; i < count; i += 2) {
        std::string name = arguments[i];
        if (i + 1 >= count) fail("a value is missing after " + name);
        std::string value = arguments[i + 1];
        if (name == "--bootstrap") options.bootstrap = value;
        else if (name == "--topic") options.topic = value;
        else if (name == "--mode") options.mode = value;
        else if (name == "--fields") options.fields = value;
        else if (name == "--file") options.file = value;
        else if (name == "--repeat") options.repeat = atol(value.c_str());
        else fail("there is no option " + name);
    }
    return options;
}

/// A consumer with the settings that projectord has.
rd_kafka_t *openConsumer(const Options &options) {
    const char *settings[][2] = {
        {"bootstrap.servers", options.bootstrap.c_str()},
        {"group.id", "yardstick"},
        {"auto.offset.reset", "error"},
        {"isolation.level", "read_committed"},
        {"enable.partition.eof", "true"},
        {"enable.auto.commit", "false"},
        {"enable.auto.offset.store", "false"},
        {"check.crcs", "true"},
        {"socket.timeout.ms", "10000"},
        {"reconnect.backoff.max.ms", "1000"},
        {"allow.auto.create.topics", "false"},
    };
    char message[512];
    rd_kafka_conf_t *configuration = rd_kafka_conf_new();
    for (auto &setting : settings)
        if (rd_kafka_conf_set(configuration, setting[0], setting[1], message, sizeof message)) fail(message);
    rd_kafka_t *consumer = rd_kafka_new(RD_KAFKA_CONSUMER, configuration, message, sizeof message);
    if (!consumer) fail(message);
    rd_kafka_poll_set_consumer(consumer);
    return consumer;
}

std::vector<int32_t> partitionsOf(rd_kafka_t *consumer, const std::string &topic) {
    rd_kafka_topic_t *handle = rd_kafka_topic_new(consumer, topic.c_str(), nullptr);
    const rd_kafka_metadata_t *metadata;
    if (rd_kafka_metadata(consumer, 0, handle, &metadata, 10000)) fail("no answer about the topic's partitions");
    std::vector<int32_t> partitions;
    for (int i = 0; i < metadata->topics[0].partition_cnt; i++)
        partitions.push_back(metadata->topics[0].partitions[i].id);
    rd_kafka_metadata_destroy(metadata);
    rd_kafka_topic_destroy(handle);
    if (partitions.empty()) fail("the topic has no partitions");
    return partitions;
}

/// A topic being read from its start to the ends found at start.
class Reading {
public:
    Reading(rd_kafka_t *consumer, const std::string &topic) : consumer(consumer), topic(topic) {
        std::vector<int32_t> partitions = partitionsOf(consumer, topic);
        rd_kafka_topic_partition_list_t *list = rd_kafka_topic_partition_list_new((int)partitions.size());
        ends.resize(partitions.size(), 0);
        for (int32_t partition : partitions) {
            int64_t low, high;
            if (rd_kafka_query_watermark_offsets(consumer, topic.c_str(), partition, &low, &high, 10000))
                fail("no answer about a partition's end");
            ends[(size_t)partition] = high;
            if (low >= high) continue;
            open++;
            rd_kafka_topic_partition_list_add(list, topic.c_str(), partition)->offset = low;
        }
        if (open > 0 && rd_kafka_assign(consumer, list)) fail("the partitions could not be assigned");
        rd_kafka_topic_partition_list_destroy(list);
        queue = rd_kafka_queue_get_consumer(consumer);
    }
    ~Reading() { rd_kafka_queue_destroy(queue); }

    template <typename Body> void run(Body body) {
        std::vector<rd_kafka_message_t *> messages(batchSize);
        std::thread waker([this] { wake(); });
        while (open > 0) {
            // One blocking poll, then what is there: a batch call alone would wait its whole timeout.
            messages[0] = rd_kafka_consume_queue(queue, 1000);
            if (!messages[0]) continue;
            ssize_t more = rd_kafka_consume_batch_queue(queue, 0, messages.data() + 1, batchSize - 1);
            for (ssize_t i = 0; i <= (more < 0 ? 0 : more); i++) take(messages[(size_t)i], body);
        }
        isDone = true;
        waker.join();
    }

    uint64_t records = 0;
    Clock::time_point first, last;

private:
    static constexpr size_t batchSize = 10000;

    // A broker thread that has met a full queue sleeps up to 1 s; any request wakes it. Without this the loop would be
    // measured against those sleeps (0.4 M records/s instead of 1.5 M).
    void wake() {
        while (!isDone) {
            int64_t low, high;
            rd_kafka_query_watermark_offsets(consumer, topic.c_str(), 0, &low, &high, 1000);
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
    }

    template <typename Body> void take(rd_kafka_message_t *message, Body body) {
        int64_t &end = ends[(size_t)message->partition];
        if (message->err == RD_KAFKA_RESP_ERR__PARTITION_EOF) {
            close(end, message->offset);
        } else if (message->err) {
            fail(rd_kafka_message_errstr(message));
        } else {
            if (records++ == 0) first = Clock::now();
            body(message);
            close(end, message->offset + 1);
        }
        rd_kafka_message_destroy(message);
        if (open == 0) last = Clock::now();
    }

    void close(int64_t &end, int64_t position) {
        if (end < 0 || position < end) return;
        end = -1;
        open--;
    }

    std::atomic<bool> isDone{false};
    rd_kafka_t *consumer;
    std::string topic;
    rd_kafka_queue_t *queue;
    std::vector<int64_t> ends; // -1 once reached
    size_t open = 0;
};

void report(const std::string &mode, uint64_t records, double seconds, double cpu, uint64_t checksum) {
    double rate = seconds > 0 ? (double)records / seconds : 0;
    printf(
        "{\"mode\": \"%s\", \"records\": %llu, \"seconds\": %.6f, \"records_per_second\": %.0f, "
        "\"cpu_seconds\": %.3f, \"peak_rss_kb\": %ld, \"checksum\": \"%016llx\"}\n",
        mode.c_str(), (unsigned long long)records, seconds, rate, cpu, peakRssKb(), (unsigned long long)checksum);
}

void decodeFile(const Options &options) {
    std::ifstream file(options.file);
    if (!file) fail("can't read " + options.file);
    std::vector<std::string> documents;
    for (std::string line; std::getline(file, line);) documents.push_back(line);
    Decoder decoder(options.fields);
    double cpu = cpuSeconds();
    Clock::time_point start = Clock::now();
    for (long i = 0; i < options.repeat; i++)
        for (const std::string &document : documents) decoder.decode(document.data(), document.size());
    double seconds = secondsSince(start);
    report("file", documents.size() * (uint64_t)options.repeat, seconds, cpuSeconds() - cpu, decoder.checksum);
}

void readTopic(const Options &options) {
    if (options.bootstrap.empty() || options.topic.empty()) fail("--bootstrap and --topic are needed");
    bool decodes = options.mode == "decode";
    if (!decodes && options.mode != "consume") fail("--mode is consume or decode");
    rd_kafka_t *consumer = openConsumer(options);
    Decoder decoder(options.fields);
    uint64_t bytes = 0;
    {
        Reading reading(consumer, options.topic);
        double cpu = cpuSeconds();
        reading.run([&](rd_kafka_message_t *message) {
            bytes += message->len + message->key_len;
            if (decodes && message->payload) decoder.decode(message->payload, message->len);
        });
        double seconds = std::chrono::duration<double>(reading.last - reading.first).count();
        uint64_t checksum = decodes ? decoder.checksum : bytes;
        report(options.mode, reading.records, seconds, cpuSeconds() - cpu, checksum);
    }
    rd_kafka_consumer_close(consumer);
    rd_kafka_destroy(consumer);
}

} // namespace

int main(int count, char **arguments) {
    Options options = readOptions(count, arguments);
    if (options.file.empty()) {
        readTopic(options);
    } else {
        decodeFile(options);
    }
    return 0;
}
