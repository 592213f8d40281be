// SPDX-License-Identifier: Apache-2.0
// The two text formats that Prometheus reads, 0.0.4 and OpenMetrics 1.0, from one table of values:
// a family is written once with its type, and not at all when it has no value.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace cellwarden::api {

enum class MetricKind : std::uint8_t { gauge, counter, info };
enum class MetricFormat : std::uint8_t { prometheus, open_metrics };

using MetricLabels = std::vector<std::pair<std::string_view, std::string>>;

class MetricsText {
 public:
  // name: as Prometheus shows it; a counter ends in _total, an info in _info.
  void add(std::string_view name, MetricKind kind, std::string_view help, MetricLabels labels,
           double value);

  [[nodiscard]] std::string text(MetricFormat format) const;

 private:
  struct Family {
    std::string_view name;
    MetricKind kind;
    std::string_view help;
    std::vector<std::pair<MetricLabels, double>> values;
  };
  std::vector<Family> families_;
};

// Of an Accept header: OpenMetrics only where it is asked for by name.
MetricFormat metric_format(std::string_view accept);
std::string_view content_type(MetricFormat format);

}  // namespace cellwarden::api
