// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors
//
// From producing a record to the answer that shows it: sends a record, takes its offset, and asks the daemon with
// `_after=TOPIC/PARTITION@OFFSET&_wait=5s`, again and again over one kept connection. It knows nothing of projectord but
// its HTTP interface.
//
//   latency --bootstrap HOST:PORT --topic TOPIC --http HOST:PORT --path '/v1/bench/one?account=x' --key KEY --value JSON [--samples 2000]

#include <librdkafka/rdkafka.h>

#include <algorithm>
#include <arpa/inet.h>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <cstring>
#include <netinet/tcp.h>
#include <string>
#include <sys/socket.h>
#include <thread>
#include <unistd.h>
#include <vector>

using Clock = std::chrono::steady_clock;

[[noreturn]] static void fail(const std::string &text) {
    fprintf(stderr, "latency: %s\n", text.c_str());
    exit(1);
}

struct Place {
    int32_t partition = -1;
    int64_t offset = -1;
    bool failed = false;
};

static void delivered(rd_kafka_t *, const rd_kafka_message_t *message, void *) {
    Place *place = static_cast<Place *>(message->_private);
    place->failed = message->err != RD_KAFKA_RESP_ERR_NO_ERROR;
    place->partition = message->partition;
    place->offset = message->offset;
}

static rd_kafka_t *openProducer(const std::string &bootstrap) {
    char error[512];
    rd_kafka_conf_t *conf = rd_kafka_conf_new();
    // linger 0: the measure is of the read model, not of the producer's batching.
    // murmur2: the partitioner of those who fill the topic; with another one the key would lie in two partitions.
    for (auto [name, value] : {std::pair{"bootstrap.servers", bootstrap.c_str()}, {"linger.ms", "0"}, {"acks", "all"},
                               {"partitioner", "murmur2_random"}})
        if (rd_kafka_conf_set(conf, name, value, error, sizeof error) != RD_KAFKA_CONF_OK) fail(error);
    rd_kafka_conf_set_dr_msg_cb(conf, delivered);
    rd_kafka_t *producer = rd_kafka_new(RD_KAFKA_PRODUCER, conf, error, sizeof error);
    if (!producer) fail(error);
    return producer;
}

static int connectTo(const std::string &address) {
    size_t colon = address.rfind(':');
    if (colon == std::string::npos) fail("--http takes HOST:PORT");
    sockaddr_in to = {};
    to.sin_family = AF_INET;
    to.sin_port = htons((uint16_t)atoi(address.c_str() + colon + 1));
    if (inet_pton(AF_INET, address.substr(0, colon).c_str(), &to.sin_addr) != 1) fail("--http takes a numeric host");
    int fd = socket(AF_INET, SOCK_STREAM, 0), on = 1;
    if (connect(fd, (sockaddr *)&to, sizeof to)) fail("no daemon at " + address);
    setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    return fd;
}

// One request on a kept connection; the whole answer is read, its status returned.
static int get(int fd, const std::string &path) {
    std::string request = "GET " + path + " HTTP/1.1\r\nHost: localhost\r\n\r\n";
    if (write(fd, request.data(), request.size()) != (ssize_t)request.size()) fail("the daemon closed the connection");
    std::string answer;
    char piece[16384];
    for (;;) {
        ssize_t count = read(fd, piece, sizeof piece);
        if (count <= 0) fail("the daemon closed the connection");
        answer.append(piece, (size_t)count);
        size_t head = answer.find("\r\n\r\n"), field = answer.find("Content-Length: ");
        if (head == std::string::npos || field == std::string::npos || field > head) continue;
        if (answer.size() >= head + 4 + (size_t)atol(answer.c_str() + field + 16)) break;
    }
    return atoi(answer.c_str() + 9);
}

int main(int count, char **arguments) {
    std::string bootstrap, topic, http, path, key, value;
    size_t samples = 2000;
    for (int i = 1; i + 1 < count; i += 2) {
        std::string name = arguments[i], given = arguments[i + 1];
        if (name == "--bootstrap") bootstrap = given;
        else if (name == "--topic") topic = given;
        else if (name == "--http") http = given;
        else if (name == "--path") path = given;
        else if (name == "--key") key = given;
        else if (name == "--value") value = given;
        else if (name == "--samples") samples = (size_t)atol(given.c_str());
        else fail("unknown flag " + name);
    }
    if (bootstrap.empty() || topic.empty() || http.empty() || path.empty() || key.empty() || value.empty())
        fail("see the top of this file");
    rd_kafka_t *producer = openProducer(bootstrap);
    int fd = connectTo(http);
    std::vector<double> took, acknowledged;
    for (size_t sample = 0; sample < samples + 100; sample++) {
        Place place;
        Clock::time_point start = Clock::now();
        if (rd_kafka_producev(
                producer, RD_KAFKA_V_TOPIC(topic.c_str()), RD_KAFKA_V_KEY(key.data(), key.size()),
                RD_KAFKA_V_VALUE(value.data(), value.size()), RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                RD_KAFKA_V_OPAQUE(&place), RD_KAFKA_V_END))
            fail("could not produce");
        while (place.offset < 0 && !place.failed) rd_kafka_poll(producer, 100);
        if (place.failed) fail("the record was not delivered");
        double ackMs = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
        std::string token =
            "&_after=" + topic + "/" + std::to_string(place.partition) + "@" + std::to_string(place.offset);
        int status = get(fd, path + token + "&_wait=5s");
        double ms = std::chrono::duration<double, std::milli>(Clock::now() - start).count();
        if (status != 200) fail("the daemon answered " + std::to_string(status));
        if (sample >= 100) { // the first ones warm connections and caches
            took.push_back(ms);
            acknowledged.push_back(ackMs);
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(2));
    }
    std::sort(took.begin(), took.end());
    std::sort(acknowledged.begin(), acknowledged.end());
    auto quantile = [](const std::vector<double> &all, double q) {
        return all[std::min(all.size() - 1, (size_t)(q * (double)all.size()))];
    };
    printf(
        "{\"samples\": %zu, \"p50_ms\": %.3f, \"p90_ms\": %.3f, \"p99_ms\": %.3f, \"max_ms\": %.3f, "
        "\"ack_p50_ms\": %.3f, \"ack_p99_ms\": %.3f}\n",
        took.size(), quantile(took, 0.5), quantile(took, 0.9), quantile(took, 0.99), took.back(),
        quantile(acknowledged, 0.5), quantile(acknowledged, 0.99));
    rd_kafka_flush(producer, 5000);
    rd_kafka_destroy(producer);
    close(fd);
    return 0;
}
