#pragma once
#include <stddef.h>
#include <stdint.h>

// The three cyclic checksums of S3 (RFC 3720 for CRC32C, NVMe 2.0 for CRC64NVME), each as a finished value that can be
// continued: start with 0, pass what was returned to go on. The fastest way the processor knows is chosen at start.

/// CRC-32/ISO-HDLC: "123456789" gives CBF43926.
uint32_t berth_crc32(uint32_t crc, const void *bytes, size_t count);
/// CRC-32C (Castagnoli): "123456789" gives E3069283.
uint32_t berth_crc32c(uint32_t crc, const void *bytes, size_t count);
/// CRC-64/NVME: "123456789" gives AE8B14860A799888.
uint64_t berth_crc64nvme(uint64_t crc, const void *bytes, size_t count);

// The checksum of two pieces one after the other, from those of the pieces and the length of the second.
uint32_t berth_crc32_combine(uint32_t first, uint32_t second, uint64_t second_count);
uint32_t berth_crc32c_combine(uint32_t first, uint32_t second, uint64_t second_count);
uint64_t berth_crc64nvme_combine(uint64_t first, uint64_t second, uint64_t second_count);

// The same by tables only, whatever the processor: what the fast ways are tested against.
uint32_t berth_crc32_portable(uint32_t crc, const void *bytes, size_t count);
uint32_t berth_crc32c_portable(uint32_t crc, const void *bytes, size_t count);
uint64_t berth_crc64nvme_portable(uint64_t crc, const void *bytes, size_t count);
