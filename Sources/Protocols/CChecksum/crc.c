#include "CChecksum.h"

#include <string.h>

#if defined(__x86_64__)
#include <immintrin.h>
#endif

// All three are reflected: bit 0 of a word is the highest power. A 32-bit checksum is kept in the low half of a 64-bit
// word, its polynomial likewise, so that one table builder, one folding loop and one combination serve all.

struct checksum {
    uint64_t polynomial; // reflected
    unsigned width;      // 32 or 64
    uint64_t table[8][256];
    uint64_t fold512[2]; // multipliers that move a 128-bit remainder 512 bits on: for its low and its high half
    uint64_t fold128[2];
};

static struct checksum crc32_state = {.polynomial = 0xEDB88320u, .width = 32};
static struct checksum crc32c_state = {.polynomial = 0x82F63B78u, .width = 32};
static struct checksum crc64nvme_state = {.polynomial = 0x9A6C9329AC4BC9B5u, .width = 64};

#if defined(__x86_64__)
static int has_pclmul;
static int has_sse42;
#endif

static uint64_t times_x(const struct checksum *c, uint64_t value) {
    return (value >> 1) ^ ((value & 1) ? c->polynomial : 0);
}

// a * b modulo the polynomial.
static uint64_t times(const struct checksum *c, uint64_t a, uint64_t b) {
    uint64_t product = 0;
    for (uint64_t bit = (uint64_t)1 << (c->width - 1); bit != 0; bit >>= 1) {
        if (a & bit) product ^= b;
        b = times_x(c, b);
    }
    return product;
}

// x^n modulo the polynomial.
static uint64_t power_of_x(const struct checksum *c, uint64_t n) {
    uint64_t result = (uint64_t)1 << (c->width - 1);
    uint64_t square = times_x(c, result);
    for (; n != 0; n >>= 1) {
        if (n & 1) result = times(c, result, square);
        square = times(c, square, square);
    }
    return result;
}

// x^n as the reflected 64-bit operand of a carry-less multiplication.
static uint64_t operand(const struct checksum *c, uint64_t n) {
    return power_of_x(c, n) << (64 - c->width);
}

static void prepare(struct checksum *c) {
    for (unsigned i = 0; i < 256; i++) {
        uint64_t value = i;
        for (int bit = 0; bit < 8; bit++) value = times_x(c, value);
        c->table[0][i] = value;
    }
    for (unsigned slice = 1; slice < 8; slice++)
        for (unsigned i = 0; i < 256; i++) {
            uint64_t before = c->table[slice - 1][i];
            c->table[slice][i] = (before >> 8) ^ c->table[0][before & 0xFF];
        }
    // A product of two reflected words lies one bit low, hence the "- 1".
    c->fold512[0] = operand(c, 512 + 64 - 1);
    c->fold512[1] = operand(c, 512 - 1);
    c->fold128[0] = operand(c, 128 + 64 - 1);
    c->fold128[1] = operand(c, 128 - 1);
}

__attribute__((constructor(101))) static void prepare_all(void) {
    prepare(&crc32_state);
    prepare(&crc32c_state);
    prepare(&crc64nvme_state);
#if defined(__x86_64__)
    __builtin_cpu_init();
    has_pclmul = __builtin_cpu_supports("pclmul") && __builtin_cpu_supports("sse4.1");
    has_sse42 = __builtin_cpu_supports("sse4.2");
#endif
}

// Eight bytes at a time by tables; `crc` is the raw register, neither inverted before nor after.
static uint64_t by_tables(const struct checksum *c, uint64_t crc, const uint8_t *p, size_t count) {
    while (count >= 8) {
        uint64_t word = 0;
        for (int i = 7; i >= 0; i--) word = (word << 8) | p[i];
        word ^= crc;
        crc = c->table[7][word & 0xFF] ^ c->table[6][(word >> 8) & 0xFF] ^ c->table[5][(word >> 16) & 0xFF]
            ^ c->table[4][(word >> 24) & 0xFF] ^ c->table[3][(word >> 32) & 0xFF] ^ c->table[2][(word >> 40) & 0xFF]
            ^ c->table[1][(word >> 48) & 0xFF] ^ c->table[0][word >> 56];
        p += 8;
        count -= 8;
    }
    for (; count > 0; count--, p++) crc = (crc >> 8) ^ c->table[0][(crc ^ *p) & 0xFF];
    return crc;
}

#if defined(__x86_64__)
__attribute__((target("pclmul,sse4.1"))) static inline __m128i fold(__m128i remainder, __m128i by, __m128i next) {
    __m128i low = _mm_clmulepi64_si128(remainder, by, 0x00);
    __m128i high = _mm_clmulepi64_si128(remainder, by, 0x11);
    return _mm_xor_si128(_mm_xor_si128(low, high), next);
}

// Gopal et al., "Fast CRC Computation for Generic Polynomials Using PCLMULQDQ" (Intel, 2009): the message is folded to a
// congruent one of 16 bytes; their checksum by tables is that of the whole. Takes count >= 64.
__attribute__((target("pclmul,sse4.1"))) static uint64_t
by_folding(const struct checksum *c, uint64_t crc, const uint8_t *p, size_t count) {
    const __m128i by512 = _mm_set_epi64x((long long)c->fold512[1], (long long)c->fold512[0]);
    const __m128i by128 = _mm_set_epi64x((long long)c->fold128[1], (long long)c->fold128[0]);
    const __m128i *words = (const __m128i *)p;
    __m128i a = _mm_xor_si128(_mm_loadu_si128(words), _mm_set_epi64x(0, (long long)crc));
    __m128i b = _mm_loadu_si128(words + 1);
    __m128i d = _mm_loadu_si128(words + 2);
    __m128i e = _mm_loadu_si128(words + 3);
    for (words += 4, count -= 64; count >= 64; words += 4, count -= 64) {
        a = fold(a, by512, _mm_loadu_si128(words));
        b = fold(b, by512, _mm_loadu_si128(words + 1));
        d = fold(d, by512, _mm_loadu_si128(words + 2));
        e = fold(e, by512, _mm_loadu_si128(words + 3));
    }
    a = fold(a, by128, b);
    a = fold(a, by128, d);
    a = fold(a, by128, e);
    for (; count >= 16; words += 1, count -= 16) a = fold(a, by128, _mm_loadu_si128(words));
    uint8_t remainder[16];
    _mm_storeu_si128((__m128i *)remainder, a);
    return by_tables(c, by_tables(c, 0, remainder, 16), (const uint8_t *)words, count);
}

__attribute__((target("sse4.2"))) static uint64_t by_instruction(uint64_t crc, const uint8_t *p, size_t count) {
    for (; count >= 8; p += 8, count -= 8) {
        uint64_t word;
        memcpy(&word, p, 8);
        crc = _mm_crc32_u64(crc, word);
    }
    for (; count > 0; count--, p++) crc = _mm_crc32_u8((uint32_t)crc, *p);
    return crc;
}
#endif

static uint64_t advance(const struct checksum *c, uint64_t crc, const void *bytes, size_t count) {
#if defined(__x86_64__)
    if (count >= 128 && has_pclmul) return by_folding(c, crc, bytes, count);
    if (c == &crc32c_state && has_sse42) return by_instruction(crc, bytes, count);
#endif
    return by_tables(c, crc, bytes, count);
}

uint32_t berth_crc32(uint32_t crc, const void *bytes, size_t count) {
    return ~(uint32_t)advance(&crc32_state, (uint32_t)~crc, bytes, count);
}

uint32_t berth_crc32c(uint32_t crc, const void *bytes, size_t count) {
    return ~(uint32_t)advance(&crc32c_state, (uint32_t)~crc, bytes, count);
}

uint64_t berth_crc64nvme(uint64_t crc, const void *bytes, size_t count) {
    return ~advance(&crc64nvme_state, ~crc, bytes, count);
}

uint32_t berth_crc32_portable(uint32_t crc, const void *bytes, size_t count) {
    return ~(uint32_t)by_tables(&crc32_state, (uint32_t)~crc, bytes, count);
}

uint32_t berth_crc32c_portable(uint32_t crc, const void *bytes, size_t count) {
    return ~(uint32_t)by_tables(&crc32c_state, (uint32_t)~crc, bytes, count);
}

uint64_t berth_crc64nvme_portable(uint64_t crc, const void *bytes, size_t count) {
    return ~by_tables(&crc64nvme_state, ~crc, bytes, count);
}

static uint64_t combine(const struct checksum *c, uint64_t first, uint64_t second, uint64_t count) {
    // x^(8 * count), without the multiplication that could overflow.
    uint64_t shift = power_of_x(c, count);
    for (int i = 0; i < 3; i++) shift = times(c, shift, shift);
    return times(c, shift, first) ^ second;
}

uint32_t berth_crc32_combine(uint32_t first, uint32_t second, uint64_t second_count) {
    return (uint32_t)combine(&crc32_state, first, second, second_count);
}

uint32_t berth_crc32c_combine(uint32_t first, uint32_t second, uint64_t second_count) {
    return (uint32_t)combine(&crc32c_state, first, second, second_count);
}

uint64_t berth_crc64nvme_combine(uint64_t first, uint64_t second, uint64_t second_count) {
    return combine(&crc64nvme_state, first, second, second_count);
}
