// SPDX-License-Identifier: Apache-2.0
// Copyright 2026 The projectord authors

#include "convert.hpp"

namespace projectord {

namespace {

/// Days of the civil calendar before a year and month; months count from 0.
const uint16_t daysBeforeMonth[12] = {0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334};

bool isLeap(int year) { return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0); }

int daysInMonth(int year, int month) {
    static const uint8_t days[12] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && isLeap(year) ? 29 : days[month - 1];
}

const int64_t daysTo1970 = 719162; // from 0001-01-01
const int64_t daysTo10000 = 3652059;

/// Days from 0001-01-01 to a day of the years 0001 to 9999.
int64_t dayNumber(int year, int month, int day) {
    int64_t before = year - 1;
    int64_t days = before * 365 + before / 4 - before / 100 + before / 400;
    return days + daysBeforeMonth[month - 1] + (month > 2 && isLeap(year) ? 1 : 0) + day - 1;
}

/// The two digits at `at`, or -100.
int two(const uint8_t *at) {
    unsigned high = at[0] - (unsigned)'0', low = at[1] - (unsigned)'0';
    return high < 10 && low < 10 ? (int)(high * 10 + low) : -100;
}

void putTwo(uint8_t *at, int value) {
    at[0] = (uint8_t)('0' + value / 10);
    at[1] = (uint8_t)('0' + value % 10);
}

/// The day of a day number, as written.
void printDay(int64_t days, uint8_t *text) {
    // Years that begin in March, in cycles of 400: their months have 153 days in each five, and a leap day is the last.
    uint32_t since = (uint32_t)days + 306, cycle = since / 146097, ofCycle = since % 146097;
    uint32_t yearOfCycle = (ofCycle - ofCycle / 1460 + ofCycle / 36524 - ofCycle / 146096) / 365;
    uint32_t ofYear = ofCycle - (365 * yearOfCycle + yearOfCycle / 4 - yearOfCycle / 100);
    uint32_t fromMarch = (5 * ofYear + 2) / 153, day = ofYear - (153 * fromMarch + 2) / 5 + 1;
    int month = (int)(fromMarch < 10 ? fromMarch + 3 : fromMarch - 9);
    int year = (int)(cycle * 400 + yearOfCycle) + (month <= 2);
    putTwo(text, year / 100);
    putTwo(text + 2, year % 100);
    text[4] = text[7] = '-';
    putTwo(text + 5, month);
    putTwo(text + 8, (int)day);
}

void printTime(int seconds, int32_t micros, uint8_t *text) {
    text[0] = 'T';
    putTwo(text + 1, seconds / 3600);
    putTwo(text + 4, seconds / 60 % 60);
    putTwo(text + 7, seconds % 60);
    text[3] = text[6] = ':';
    text[9] = '.';
    putTwo(text + 10, micros / 10000);
    putTwo(text + 12, micros / 100 % 100);
    putTwo(text + 14, micros % 100);
    text[16] = 'Z';
}

/// The parts of a date's ten bytes; 0 or a fault.
uint8_t readDay(const uint8_t *at, int &year, int &month, int &day) {
    if (at[4] != '-' || at[7] != '-') return CSIMDJSON_FAULT_MALFORMED;
    int high = two(at), low = two(at + 2);
    year = high * 100 + low;
    month = two(at + 5);
    day = two(at + 8);
    if (high < 0 || low < 0 || month < 1 || month > 12 || day < 1) return CSIMDJSON_FAULT_MALFORMED;
    if (year == 0) return CSIMDJSON_FAULT_OUT_OF_RANGE;
    return day <= daysInMonth(year, month) ? 0 : CSIMDJSON_FAULT_MALFORMED;
}

/// Seconds east of UTC of `Z` or `+HH:MM`, which must be all of the text.
bool readZone(const uint8_t *at, const uint8_t *end, int &seconds) {
    seconds = 0;
    if (end - at == 1) return (*at | 0x20) == 'z';
    if (end - at != 6 || (at[0] != '+' && at[0] != '-') || at[3] != ':') return false;
    int hours = two(at + 1), minutes = two(at + 4);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) return false;
    seconds = (hours * 60 + minutes) * 60;
    if (at[0] == '-') seconds = -seconds;
    return true;
}

/// The microseconds of an optional fraction, cut, and past it; -1 if its digits are missing.
int32_t readFraction(const uint8_t *&at, const uint8_t *end) {
    if (at == end || *at != '.') return 0;
    const uint8_t *start = ++at;
    int32_t micros = 0;
    for (; at < end && (uint8_t)(*at - '0') < 10; at++)
        if (at - start < 6) micros = micros * 10 + (*at - '0');
    if (at == start) return -1;
    for (auto digits = at - start; digits < 6; digits++) micros *= 10;
    return micros;
}

} // namespace

bool printTimestamp(int64_t seconds, int32_t micros, uint8_t *text) {
    int64_t days = seconds / 86400, rest = seconds % 86400;
    if (rest < 0) {
        rest += 86400;
        days--;
    }
    days += daysTo1970;
    if (days < 0 || days >= daysTo10000) return false;
    printDay(days, text);
    printTime((int)rest, micros, text + 10);
    return true;
}

bool printDate(int64_t days, uint8_t *text) {
    if (days < -daysTo1970 || days >= daysTo10000 - daysTo1970) return false;
    printDay(days + daysTo1970, text);
    return true;
}

uint8_t readTimestamp(Bytes text, uint8_t *out) {
    const uint8_t *at = text.start, *end = text.end();
    if (text.count < 20 || (at[10] | 0x20) != 't' || at[13] != ':' || at[16] != ':') return CSIMDJSON_FAULT_MALFORMED;
    int year, month, day;
    if (uint8_t fault = readDay(at, year, month, day)) return fault;
    int hour = two(at + 11), minute = two(at + 14), second = two(at + 17);
    if (hour < 0 || hour > 23 || minute < 0 || minute > 59 || second < 0 || second > 59)
        return CSIMDJSON_FAULT_MALFORMED;
    at += 19;
    int32_t micros = readFraction(at, end);
    int zone;
    if (micros < 0 || !readZone(at, end, zone)) return CSIMDJSON_FAULT_MALFORMED;
    int ofDay = (hour * 60 + minute) * 60 + second;
    if (zone == 0) {
        memcpy(out, text.start, 10);
        printTime(ofDay, micros, out + 10);
        return 0;
    }
    int64_t seconds = (dayNumber(year, month, day) - daysTo1970) * 86400 + ofDay - zone;
    return printTimestamp(seconds, micros, out) ? 0 : CSIMDJSON_FAULT_OUT_OF_RANGE;
}

uint8_t checkDate(Bytes text) {
    int year, month, day;
    return text.count == 10 ? readDay(text.start, year, month, day) : (uint8_t)CSIMDJSON_FAULT_MALFORMED;
}

} // namespace projectord

extern "C" int csimdjson_print_timestamp(int64_t ms, uint8_t *text) noexcept {
    int64_t seconds = ms / 1000, rest = ms % 1000;
    if (rest < 0) {
        rest += 1000;
        seconds--;
    }
    return projectord::printTimestamp(seconds, (int32_t)rest * 1000, text) ? 1 : 0;
}
