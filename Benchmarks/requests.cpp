// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors
//
// Asks the same query at a steady rate over kept connections, and tells how long answers took from the moment at which
// each was due: a request that had to wait for the one before it counts with that wait.
//
//   requests --http HOST:PORT --path '/v1/bench/one?account=x' [--rate 1000] [--seconds 5] [--connections 8]

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
    fprintf(stderr, "requests: %s\n", text.c_str());
    exit(1);
}

static int connectTo(const std::string &address) {
    size_t colon = address.rfind(':');
    if (colon == std::string::npos) fail("--http takes HOST:PORT");
    sockaddr_in target{};
    target.sin_family = AF_INET;
    target.sin_port = htons(uint16_t(atoi(address.c_str() + colon + 1)));
    inet_pton(AF_INET, address.substr(0, colon).c_str(), &target.sin_addr);
    int handle = socket(AF_INET, SOCK_STREAM, 0);
    int on = 1;
    setsockopt(handle, IPPROTO_TCP, TCP_NODELAY, &on, sizeof on);
    if (connect(handle, reinterpret_cast<sockaddr *>(&target), sizeof target) != 0) fail("cannot connect to " + address);
    return handle;
}

// Reads one answer whole; false if it is not 200.
static bool readAnswer(int handle, std::string &buffer) {
    buffer.clear();
    size_t head = std::string::npos, length = 0;
    char bytes[16384];
    while (head == std::string::npos || buffer.size() < head + 4 + length) {
        ssize_t count = read(handle, bytes, sizeof bytes);
        if (count <= 0) fail("the daemon closed the connection");
        buffer.append(bytes, size_t(count));
        if (head == std::string::npos && (head = buffer.find("\r\n\r\n")) != std::string::npos) {
            size_t at = buffer.find("Content-Length: ");
            if (at != std::string::npos && at < head) length = strtoul(buffer.c_str() + at + 16, nullptr, 10);
        }
    }
    return buffer.compare(0, 12, "HTTP/1.1 200") == 0;
}

int main(int count, char **words) {
    std::string http, path;
    int rate = 1000, seconds = 5, connections = 8;
    for (int i = 1; i + 1 < count; i += 2) {
        std::string flag = words[i], value = words[i + 1];
        if (flag == "--http") http = value;
        else if (flag == "--path") path = value;
        else if (flag == "--rate") rate = atoi(value.c_str());
        else if (flag == "--seconds") seconds = atoi(value.c_str());
        else if (flag == "--connections") connections = atoi(value.c_str());
        else fail("unknown flag " + flag);
    }
    std::string request = "GET " + path + " HTTP/1.1\r\nHost: bench\r\n\r\n";
    std::vector<std::vector<double>> taken(static_cast<size_t>(connections));
    std::vector<int> failed(static_cast<size_t>(connections));
    auto start = Clock::now() + std::chrono::milliseconds(50);
    std::vector<std::thread> threads;
    for (int place = 0; place < connections; place++)
        threads.emplace_back([&, place] {
            int handle = connectTo(http);
            std::string buffer;
            for (int number = place; number < rate * seconds; number += connections) {
                auto due = start + std::chrono::nanoseconds(1'000'000'000LL * number / rate);
                std::this_thread::sleep_until(due);
                if (write(handle, request.data(), request.size()) != ssize_t(request.size())) fail("cannot write");
                failed[size_t(place)] += !readAnswer(handle, buffer);
                taken[size_t(place)].push_back(std::chrono::duration<double, std::milli>(Clock::now() - due).count());
            }
            close(handle);
        });
    for (auto &thread : threads) thread.join();
    std::vector<double> all;
    int bad = 0;
    for (auto &part : taken) all.insert(all.end(), part.begin(), part.end());
    for (int part : failed) bad += part;
    std::sort(all.begin(), all.end());
    printf("{\"requests\":%zu,\"failed\":%d,\"p50_ms\":%.3f,\"p99_ms\":%.3f,\"max_ms\":%.3f}\n", all.size(), bad,
           all[all.size() / 2], all[all.size() * 99 / 100], all.back());
}
