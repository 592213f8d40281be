// SPDX-License-Identifier: Apache-2.0
#include "metrics_text.hpp"

#include <fmt/format.h>

#include <algorithm>

namespace cellwarden::api {

namespace {

void append_escaped(std::string& text, std::string_view value) {
  for (const char letter : value) {
    switch (letter) {
      case '\\': text += "\\\\"; break;
      case '"': text += "\\\""; break;
      case '\n': text += "\\n"; break;
      default: text += letter;
    }
  }
}

std::string_view type_name(MetricKind kind, MetricFormat format) {
  if (kind == MetricKind::counter) return "counter";
  if (kind == MetricKind::info && format == MetricFormat::open_metrics) return "info";
  return "gauge";
}

// OpenMetrics names a family without what its kind adds to the samples.
std::string_view family_name(std::string_view name, MetricKind kind, MetricFormat format) {
  if (format == MetricFormat::prometheus) return name;
  constexpr std::string_view kTotal = "_total";
  constexpr std::string_view kInfo = "_info";
  if (kind == MetricKind::counter) name.remove_suffix(kTotal.size());
  if (kind == MetricKind::info) name.remove_suffix(kInfo.size());
  return name;
}

}  // namespace

void MetricsText::add(std::string_view name, MetricKind kind, std::string_view help,
                      MetricLabels labels, double value) {
  auto family = std::ranges::find(families_, name, &Family::name);
  if (family == families_.end()) family = families_.insert(family, {name, kind, help, {}});
  family->values.emplace_back(std::move(labels), value);
}

std::string MetricsText::text(MetricFormat format) const {
  std::string text;
  const auto to = std::back_inserter(text);
  for (const Family& family : families_) {
    const std::string_view name = family_name(family.name, family.kind, format);
    fmt::format_to(to, "# HELP {} {}\n# TYPE {} {}\n", name, family.help, name,
                   type_name(family.kind, format));
    for (const auto& [labels, value] : family.values) {
      text += family.name;
      char before = '{';
      for (const auto& [label, content] : labels) {
        fmt::format_to(to, "{}{}=\"", before, label);
        append_escaped(text, content);
        text += '"';
        before = ',';
      }
      if (!labels.empty()) text += '}';
      fmt::format_to(to, " {}\n", value);
    }
  }
  if (format == MetricFormat::open_metrics) text += "# EOF\n";
  return text;
}

MetricFormat metric_format(std::string_view accept) {
  return accept.find("application/openmetrics-text") == std::string_view::npos
             ? MetricFormat::prometheus
             : MetricFormat::open_metrics;
}

std::string_view content_type(MetricFormat format) {
  return format == MetricFormat::prometheus
             ? "text/plain; version=0.0.4; charset=utf-8"
             : "application/openmetrics-text; version=1.0.0; charset=utf-8";
}

}  // namespace cellwarden::api
